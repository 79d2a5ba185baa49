# ruff: noqa
"""The loop ends one window too early: a level reached with the very last batch is not seen."""
# loses: test_steps_to_reach
# kind: off by one


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for start in range(len(losses) - window):
        if sum(losses[start : start + window]) / window <= level:
            return start + window
    return None

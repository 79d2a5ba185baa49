# ruff: noqa
"""Strictly below the level: a mean exactly at it does not count."""
# loses: test_steps_to_reach
# kind: off by one


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for step in range(window, len(losses) + 1):
        if sum(losses[step - window : step]) / window < level:
            return step
    return None

# ruff: noqa
"""Windows side by side instead of a sliding one: the answer is always a multiple of `window`."""
# loses: test_steps_to_reach
# kind: another method


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for step in range(window, len(losses) + 1, window):
        if sum(losses[step - window : step]) / window <= level:
            return step
    return None

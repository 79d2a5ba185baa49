# ruff: noqa
"""The window is always 10: the argument is ignored."""
# loses: test_steps_to_reach
# kind: wrong number


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for step in range(10, len(losses) + 1):
        if sum(losses[step - 10 : step]) / 10 <= level:
            return step
    return None

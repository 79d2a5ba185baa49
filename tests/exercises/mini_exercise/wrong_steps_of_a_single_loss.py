# ruff: noqa
"""One single loss at or below the level counts: no mean over a window."""
# loses: test_steps_to_reach
# kind: reduction


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for step, loss in enumerate(losses, start=1):
        if step >= window and loss <= level:
            return step
    return None

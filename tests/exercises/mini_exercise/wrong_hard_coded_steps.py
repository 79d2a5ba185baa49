# ruff: noqa
"""A table of the two visible cases."""
# loses: test_steps_to_reach
# kind: hard-coded output


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    return {1.5: 3, 1.0: None}.get(level)

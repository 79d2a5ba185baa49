# ruff: noqa
"""Returns the number of all batches when the level is never reached, not None."""
# loses: test_steps_to_reach
# kind: edge case


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    step = window
    while step < len(losses) and sum(losses[step - window : step]) / window > level:
        step += 1
    return step

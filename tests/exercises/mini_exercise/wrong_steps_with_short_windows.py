# ruff: noqa
"""At the beginning the mean is taken over fewer losses: counts before there are `window` of them."""
# loses: test_steps_to_reach
# kind: off by one


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for step in range(1, len(losses) + 1):
        last = losses[max(0, step - window) : step]
        if sum(last) / len(last) <= level:
            return step
    return None

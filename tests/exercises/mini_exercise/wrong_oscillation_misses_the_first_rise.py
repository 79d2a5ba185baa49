# ruff: noqa
"""Off by one: the sum starts at the second pair."""
# loses: test_oscillation
# kind: off by one


# %% oscillation
def oscillation(losses):
    rises = [max(losses[t + 1] - losses[t], 0.0) for t in range(1, len(losses) - 1)]
    return sum(rises) / (len(losses) - 1)

# ruff: noqa
"""Divides by the number of losses, T, instead of that of the changes, T - 1."""
# loses: test_oscillation
# kind: reduction


# %% oscillation
def oscillation(losses):
    rises = [max(after - before, 0) for before, after in zip(losses, losses[1:])]
    return sum(rises) / len(losses)

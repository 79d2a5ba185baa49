# ruff: noqa
"""The mean absolute change: falls count as much as rises."""
# loses: test_oscillation
# kind: reduction


# %% oscillation
def oscillation(losses):
    return float(np.mean(np.abs(np.diff(losses))))

# ruff: noqa
"""The standard deviation of the losses: a steady fall counts as oscillation."""
# loses: test_oscillation
# kind: another method


# %% oscillation
def oscillation(losses):
    return float(np.std(losses))

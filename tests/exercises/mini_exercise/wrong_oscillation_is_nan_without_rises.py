# ruff: noqa
"""The mean over the rises alone would be wrong anyway; without any it is NaN."""
# loses: test_oscillation
# kind: NaN or infinity


# %% oscillation
def oscillation(losses):
    rises = np.diff(losses)
    return rises[rises > 0].sum() / (rises > 0).sum() * (rises > 0).mean()

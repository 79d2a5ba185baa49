# ruff: noqa
"""The mean over the rises alone: falls are left out instead of counting as 0."""
# loses: test_oscillation
# kind: reduction


# %% oscillation
def oscillation(losses):
    changes = np.diff(losses)
    rises = changes[changes > 0]
    return float(rises.mean()) if len(rises) else 0.0

# loses: test_mirror
# kind: another axis
# ruff: noqa
"""Swaps top and bottom."""


# %% mirror
def mirror(images, which):
    return np.where(which[:, None, None, None], images[:, ::-1], images)

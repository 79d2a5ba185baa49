# loses: test_mirror
# kind: input type
# ruff: noqa
"""Everything becomes uint8: floats in [0, 1] turn into zeros."""


# %% mirror
def mirror(images, which):
    return np.where(which[:, None, None, None], images[:, :, ::-1], images).astype(np.uint8)

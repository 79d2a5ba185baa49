# loses: test_mirror
# kind: order of arguments
# ruff: noqa
"""np.where with its branches exchanged."""


# %% mirror
def mirror(images, which):
    return np.where(which[:, None, None, None], images, images[:, :, ::-1])

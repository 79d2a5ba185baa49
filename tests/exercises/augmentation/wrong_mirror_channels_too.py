# loses: test_mirror
# kind: another axis
# ruff: noqa
"""The channels are reversed along with the columns: right with one channel only."""


# %% mirror
def mirror(images, which):
    return np.where(which[:, None, None, None], images[:, :, ::-1, ::-1], images)

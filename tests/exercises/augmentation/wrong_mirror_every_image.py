# loses: test_mirror
# kind: part left out
# ruff: noqa
"""Mirrors all images, whatever `which` says."""


# %% mirror
def mirror(images, which):
    return images[:, :, ::-1].copy()

# loses: test_mirror
# kind: arguments changed
# ruff: noqa
"""Mirrors the array that is handed in."""


# %% mirror
def mirror(images, which):
    mirrored = images
    mirrored[which] = np.flip(images[which], axis=2)
    return mirrored

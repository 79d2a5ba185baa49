# loses: test_mirror
# kind: state shared
# ruff: noqa
"""Reads columns that it has overwritten: the right half mirrors the left."""


# %% mirror
def mirror(images, which):
    mirrored = images.copy()
    for i in range(len(images)):
        if which[i]:
            for column in range(images.shape[2]):
                mirrored[i, :, column] = mirrored[i, :, -1 - column]
    return mirrored

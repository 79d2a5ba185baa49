# loses: test_mirror
# kind: another axis
# ruff: noqa
"""Runs over as many columns as there are rows: right on square images only."""


# %% mirror
def mirror(images, which):
    mirrored = images.copy()
    for i in range(len(images)):
        if which[i]:
            for column in range(min(images.shape[1], images.shape[2])):
                mirrored[i, :, column] = images[i, :, -1 - column]
    return mirrored

# loses: test_mirror
# kind: shape or type returned
# ruff: noqa
"""The new array is float64 whatever the old one was."""


# %% mirror
def mirror(images, which):
    mirrored = np.zeros(images.shape)
    for i in range(len(images)):
        mirrored[i] = images[i, :, ::-1] if which[i] else images[i]
    return mirrored

# loses: test_mirror
# kind: view for a copy
# ruff: noqa
"""With nothing to mirror the array itself comes back."""


# %% mirror
def mirror(images, which):
    if not which.any():
        return images
    mirrored = images.copy()
    mirrored[which] = mirrored[which][:, :, ::-1]
    return mirrored

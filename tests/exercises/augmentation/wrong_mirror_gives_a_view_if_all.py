# loses: test_mirror
# kind: view for a copy
# ruff: noqa
"""With all images to mirror a view of the old array comes back."""


# %% mirror
def mirror(images, which):
    if which.all():
        return images[:, :, ::-1]
    return np.where(which[:, None, None, None], images[:, :, ::-1], images)

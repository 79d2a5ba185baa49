# loses: test_shift
# kind: reduction
# ruff: noqa
"""All images move as the first one."""


# %% shift
def shift(images, right, down):
    height, width = images.shape[1:3]
    moved = []
    for image, to_right, to_bottom in ((i, right[0], down[0]) for i in images):
        image = np.take(image, np.arange(height) - to_bottom, axis=0, mode="clip")
        moved.append(np.take(image, np.arange(width) - to_right, axis=1, mode="clip"))
    return np.stack(moved)

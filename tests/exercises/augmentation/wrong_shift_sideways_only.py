# loses: test_shift
# kind: part left out
# ruff: noqa
"""Nothing moves down."""


# %% shift
def shift(images, right, down):
    height, width = images.shape[1:3]
    moved = []
    for image, to_right, to_bottom in zip(images, right, down):
        image = np.take(image, np.arange(height), axis=0, mode="clip")
        moved.append(np.take(image, np.arange(width) - to_right, axis=1, mode="clip"))
    return np.stack(moved)

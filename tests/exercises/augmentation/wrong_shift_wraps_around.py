# loses: test_shift
# kind: another method
# ruff: noqa
"""np.roll: the opposite border comes in."""


# %% shift
def shift(images, right, down):
    moved = np.empty_like(images)
    for i in range(len(images)):
        moved[i] = np.roll(images[i], (down[i], right[i]), axis=(0, 1))
    return moved

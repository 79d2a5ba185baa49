# loses: test_rotate
# kind: part left out
# ruff: noqa
"""All channels are read from the first."""


# %% rotate
from scipy.ndimage import map_coordinates


def rotate(images, degrees):
    _, height, width, channels = images.shape
    row, column = np.mgrid[:height, :width]
    x, y = column - (width - 1) / 2, row - (height - 1) / 2
    turns = [(np.cos(a), np.sin(a)) for a in (np.pi / 180 * float(d) for d in degrees)]
    places = [
        (x * sin + y * cos + (height - 1) / 2, x * cos - y * sin + (width - 1) / 2)
        for cos, sin in turns
    ]
    return np.stack(
        [
            np.stack(
                [
                    map_coordinates(image[:, :, 0].astype(float), place, order=1, mode="nearest")
                    for c in range(channels)
                ],
                axis=-1,
            )
            for image, place in zip(images, places)
        ]
    )

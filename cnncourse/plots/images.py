"""Images of a data set, side by side with their class names."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def image_grid(
    images: np.ndarray,
    labels: Sequence[int],
    class_names: Sequence[str],
    *,
    synthetic: bool,
    columns: int = 8,
) -> Figure:
    """Images with their class names; says so if they are synthetic.

    Parameters
    ----------
    images : ndarray of uint8, shape (num_images, height, width, channels)
    labels : sequence of int, one per image
    class_names : sequence of str
    synthetic : bool
        `ImageData.synthetic` of the data set.
    columns : int
        Images in a row.
    """
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(1.1 * columns, 1.35 * rows), squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, image, label in zip(axes.flat, images, labels, strict=False):
        if image.shape[-1] == 1:
            ax.imshow(image.squeeze(-1), cmap="gray", vmin=0, vmax=255)
        else:
            ax.imshow(image)
        ax.set_title(class_names[label], fontsize="x-small")
    if synthetic:
        figure.suptitle("synthetic images", fontsize="small")
    return figure

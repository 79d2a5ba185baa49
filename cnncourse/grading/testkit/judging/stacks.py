"""What a stack of layers costs and sees, in plain Python: for trusted checks.

A layer is a row, (filters, size, stride, padding) of a convolution or (size, stride) of a pool.
"""

from collections.abc import Callable


def windows_of(rows: list) -> list[tuple[int, int, int]]:
    """Size, stride and padding of each layer."""
    return [tuple(row[1:]) if len(row) == 4 else (*row, 0) for row in rows]


def shapes_of(rows: list, image_shape) -> list[tuple[int, int, int]]:
    """Shapes behind each layer, where all windows fit.

    Examples
    --------
    >>> shapes_of([(8, 5, 2, 1), (2, 2)], (28, 28, 3))
    [(13, 13, 8), (6, 6, 8)]
    """
    (height, width, channels), shapes = image_shape, []
    for row, (size, stride, padding) in zip(rows, windows_of(rows), strict=True):
        height, width = ((side + 2 * padding - size) // stride + 1 for side in (height, width))
        channels = row[0] if len(row) == 4 else channels
        shapes.append((height, width, channels))
    return shapes


def price(rows: list, image_shape) -> tuple[int, int]:
    """Parameters and multiply-adds for one image.

    Examples
    --------
    >>> price([(8, 3, 1, 0), (2, 2), (4, 1, 1, 0)], (6, 6, 3))
    (260, 3584)
    """
    channels, parameters, products = image_shape[-1], 0, 0
    for row, (height, width, filters) in zip(rows, shapes_of(rows, image_shape), strict=True):
        if len(row) == 4:
            kernel = row[1] ** 2 * channels * filters
            parameters += kernel + filters
            products += kernel * height * width
            channels = filters
    return parameters, products


def field_of(rows: list) -> int:
    """Side of the receptive field behind the last layer."""
    field, jump = 1, 1
    for size, stride, _ in windows_of(rows):
        field, jump = field + (size - 1) * jump, jump * stride
    return field


def seen(rows: list, unit: int, pixels: int) -> tuple[int, int]:
    """First and last pixel, along a side of so many, that a unit behind the last layer depends on.

    Examples
    --------
    >>> seen([(2, 3, 1, 0), (2, 2)], unit=1, pixels=9)
    (2, 5)
    """
    first = last = unit
    for size, stride, padding in windows_of(rows)[::-1]:
        first, last = first * stride - padding, last * stride - padding + size - 1
    return max(first, 0), min(last, pixels - 1)


def share_of(*parts: Callable[[], None]) -> float:
    """The share of the parts that assert nothing; if all of them do, what the first one says.

    Examples
    --------
    >>> def wrong():
    ...     raise AssertionError("The sum is off.")
    >>> share_of(int, wrong)
    0.5
    >>> share_of(wrong)
    Traceback (most recent call last):
    AssertionError: The sum is off.
    """
    failed = []
    for part in parts:
        try:
            part()
        except AssertionError as error:
            failed.append(error)
    if len(failed) == len(parts):
        raise failed[0]
    return 1 - len(failed) / len(parts)

"""The groups of layers that models repeat."""

from cnncourse.layers import Conv


def normalized(norm, filters: int, size: int = 3, stride: int = 1, padding: str = "same") -> tuple:
    """A convolution and its norm, in front of which it has no bias, as that would be taken off.

    Parameters
    ----------
    norm
        An option in `layers.NORMS`, or None.
    filters, size, stride, padding
        As in `layers.Conv`.

    Examples
    --------
    >>> normalized(None, 8)
    (Conv(filters=8, size=3, stride=1, padding='same', bias=True),)
    """
    return Conv(filters, size, stride, padding, bias=norm is None), *present(norm)


def present(layer) -> tuple:
    """The layer alone, or nothing for None."""
    return () if layer is None else (layer,)


def stages_of(count: int, width: int) -> list[tuple[int, int]]:
    """Filters and stride of each of some layers or blocks, in three stages as alike as can be.

    The filters double from stage to stage, and the first stride is 2 in all but the first.

    Examples
    --------
    >>> stages_of(4, width=8)
    [(8, 1), (8, 1), (16, 2), (32, 2)]
    """
    found = []
    for stage in range(3):
        length = count // 3 + (stage < count % 3)
        strides = [1 if stage == 0 else 2, *[1] * (length - 1)][:length]
        found += [(width * 2**stage, stride) for stride in strides]
    return found

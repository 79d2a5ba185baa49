"""The layers that a model is made of, as data that both frameworks build from."""

from cnncourse.declaration import Count, Flag, Fraction, Positive, Registry, one_of

LAYERS = Registry("layer")

Shape = tuple[int, ...]
"""What passes between layers, without the batch: (height, width, channels) or (features,)."""


@LAYERS.option("conv")
class Conv:
    """A convolution; with "same" padding and stride 1 it keeps height and width."""

    filters: Count = 32
    size: Count = 3
    stride: Count = 1
    padding: one_of("same", "valid") = "same"
    bias: Flag = True

    def shape_after(self, shape: Shape) -> Shape:
        height, width, _ = shape
        if self.padding == "valid":
            height, width = height - self.size + 1, width - self.size + 1
        return -(-height // self.stride), -(-width // self.stride), self.filters


@LAYERS.option("batch_norm")
class BatchNorm:
    """Batch normalization (Ioffe and Szegedy, 2015)."""

    momentum: Fraction = 0.9
    eps: Positive = 1e-5


@LAYERS.option("relu")
class ReLU:
    """max(x, 0)."""

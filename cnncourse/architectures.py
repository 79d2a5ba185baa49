"""The models that a recipe can have, each of which says of which layers it consists."""

from cnncourse.declaration import Registry
from cnncourse.layers import LAYERS

MODELS = Registry("model")


@MODELS.option("layers")
class Layers:
    """A net of one's own, written as its hidden layers; the layer of logits comes after them."""

    hidden: LAYERS.several() = ()

    def layers(self, image_shape: tuple[int, int, int]) -> tuple:
        return self.hidden


@MODELS.option("vgg")
class VGG:
    """Three times two 3x3 convolutions and a pool, and a dense layer."""

    def layers(self, image_shape: tuple[int, int, int]) -> tuple:
        raise NotImplementedError

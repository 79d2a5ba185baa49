"""Layers that consist of other layers, in Keras."""

import keras
import tensorflow as tf

_saved = keras.saving.register_keras_serializable("cnncourse")
"""So that a model that has these layers can be saved whole, and pickled."""


class _Nested(keras.layers.Layer):
    """A layer of branches, each of which is an attribute that holds a list of layers."""

    BRANCHES: tuple[str, ...]

    def build(self, input_shape: tuple) -> None:
        for name in self.BRANCHES:
            shape = input_shape
            for layer in getattr(self, name):
                if not layer.built:  # from a file, the inner layers come before the outer one
                    layer.build(shape)
                shape = layer.compute_output_shape(shape)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        serialize = keras.saving.serialize_keras_object
        branches = {name: list(map(serialize, getattr(self, name))) for name in self.BRANCHES}
        return super().get_config() | branches

    @classmethod
    def from_config(cls, config: dict):
        deserialize = keras.saving.deserialize_keras_object
        branches = {name: list(map(deserialize, config[name])) for name in cls.BRANCHES}
        return cls(**config | branches)


@_saved
class Residual(_Nested):
    """The sum of two branches that start from the same input.

    Parameters
    ----------
    body, shortcut : list of keras.layers.Layer
    """

    BRANCHES = ("body", "shortcut")

    def __init__(self, body: list, shortcut: list, **kwargs):
        super().__init__(**kwargs)
        self.body, self.shortcut = body, shortcut

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        for layer in self.body:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        return _through(self.body, inputs) + _through(self.shortcut, inputs)


@_saved
class Scale(_Nested):
    """The input times one number per channel, computed from it.

    Parameters
    ----------
    body : list of keras.layers.Layer
    """

    BRANCHES = ("body",)

    def __init__(self, body: list, **kwargs):
        super().__init__(**kwargs)
        self.body = body

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        factors = _through(self.body, inputs)
        maps = inputs.shape.rank == 4
        return inputs * (factors[:, None, None, :] if maps else factors)


def _through(layers: list, inputs: tf.Tensor) -> tf.Tensor:
    # Keras hands `training` on to layers that are called within another one.
    for layer in layers:
        inputs = layer(inputs)
    return inputs

"""What a Keras model has to be before the first step: one line for what is wrong."""

import inspect
import math
from collections.abc import Callable

import keras
import tensorflow as tf

from cnncourse import overriding
from cnncourse.errors import RecipeError
from cnncourse.model_checks import check_batch_norm, check_group_norm, check_outputs
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.weights import check_weights

_BatchNorm, _GroupNorm = keras.layers.BatchNormalization, keras.layers.GroupNormalization


def check_model(model: keras.Model, images: tf.Tensor, recipe: Recipe, num_outputs: int) -> None:
    """Check what a model makes of some images, and that it can be trained.

    Parameters
    ----------
    model : keras.Model
    images : Tensor of shape (batch, height, width, channels)
        In the dtype of the model.
    recipe : Recipe
    num_outputs : int
        Logits wanted for each image.

    Raises
    ------
    RecipeError
        If the outputs are not logits of that number, or a weight cannot be trained.
    """
    check_weights(model)
    dtypes = {weight.dtype for weight in model.trainable_variables} - {recipe.weights_dtype}
    if dtypes:
        raise RecipeError(
            f"The model's weights are {', '.join(sorted(dtypes))} but the recipe wants "
            f"{recipe.weights_dtype}: build its layers with dtype={recipe.weights_dtype!r}, or "
            "change the recipe's precision."
        )
    outputs = model(images, training=False)
    if tf.is_tensor(outputs):
        outputs = tf.cast(outputs, "float32").numpy()
    check_outputs(outputs, len(images), num_outputs)


def check_norms(model: keras.Model, images: tf.Tensor, smallest: int, remedy: str) -> None:
    """Check that every norm has more than one value to normalize.

    Parameters
    ----------
    model : keras.Model
        Built already.
    images : Tensor of shape (batch, height, width, channels)
    smallest : int
        Fewest images that the model is shown at once.
    remedy : str
        How they become more.

    Raises
    ------
    RecipeError
        If a batch norm that is trained gets maps of 1x1 from a single image, or a group norm groups
        of one value.
    """
    layers = [*model._flatten_layers()]
    batch_norms = [layer for layer in layers if isinstance(layer, _BatchNorm) and smallest == 1]
    group_norms = [layer for layer in layers if isinstance(layer, _GroupNorm)]
    if not batch_norms + group_norms:
        return
    per_channel, per_group = [], []
    calls = {norm: _heard_batch(norm, norm.call, per_channel) for norm in batch_norms}
    calls |= {norm: _heard_group(norm, norm.call, per_group) for norm in group_norms}
    # A model may call a layer in inference mode even while it is trained, as one that it took over.
    kept = [tf.identity(variable.value) for variable in model.variables]
    try:
        with overriding.overridden("call", calls):
            model(images, training=bool(batch_norms))
    finally:
        for variable, value in zip(model.variables, kept, strict=True):
            variable.assign(value)
    for num_values in per_channel:
        check_batch_norm(num_values, remedy)
    for num_values in per_group:
        check_group_norm(num_values)


def _heard_batch(norm: _BatchNorm, call: Callable, heard: list[int]) -> Callable:
    """Call a batch norm in inference mode, and note how many values of a channel an image has."""
    names = inspect.signature(call)

    def call_and_note(inputs, *args, **kwargs):
        if names.bind(inputs, *args, **kwargs).arguments.get("training") and norm.trainable:
            heard.append(math.prod(inputs.shape[1:]) // inputs.shape[norm.axis])
        return call(inputs)

    return call_and_note


def _heard_group(norm: _GroupNorm, call: Callable, heard: list[int]) -> Callable:
    """Call a group norm, and note how many values a group of an image has."""

    def call_and_note(inputs):
        heard.append(math.prod(inputs.shape[1:]) // norm.groups)
        return call(inputs)

    return call_and_note

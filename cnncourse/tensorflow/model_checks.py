"""What a Keras model has to be before the first step: one line for what is wrong."""

import keras
import tensorflow as tf

from cnncourse.checks import check_outputs
from cnncourse.errors import require
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.weights import check_weights


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
    require(
        not dtypes,
        f"The model's weights are {', '.join(sorted(dtypes))} but the recipe wants "
        f"{recipe.weights_dtype}: build its layers with dtype={recipe.weights_dtype!r}, or change "
        "the recipe's precision.",
    )
    outputs = model(images, training=False)
    if tf.is_tensor(outputs):
        outputs = tf.cast(outputs, "float32").numpy()
    check_outputs(outputs, len(images), num_outputs)


def check_norms(model: keras.Model, images: tf.Tensor, smallest: int) -> None:
    """Check that every batch norm has more than one value per channel to normalize.

    Parameters
    ----------
    model : keras.Model
        Built already.
    images : Tensor of shape (batch, height, width, channels)
    smallest : int
        Images in the smallest batch, or part of one, that the model sees at once.

    Raises
    ------
    RecipeError
        If a batch norm that is trained gets maps of 1x1 from a single image.
    """
    if smallest > 1:
        return
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization) and layer.trainable:
            shape = layer.get_build_config()["input_shape"]
            require(
                any(size != 1 for size in shape[1:-1]),
                "A batch norm gets maps of 1x1 from a batch of one image, which it makes all 0: "
                "choose a batch_size that leaves no batch of one.",
            )

"""The models of a recipe as Keras models."""

import keras

from cnncourse import hashing
from cnncourse.architectures import hidden_layers
from cnncourse.initial import initial_weights
from cnncourse.layers import Dense
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.layers import build
from cnncourse.tensorflow.weights import set_weights, weight_shapes


def build_model(
    recipe: Recipe, image_shape: tuple[int, int, int], num_classes: int
) -> keras.Sequential:
    """Build the recipe's model with its initial weights.

    Parameters
    ----------
    recipe : Recipe
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int

    Returns
    -------
    keras.Sequential
        Maps images in [0, 1] of shape (batch, height, width, channels) to logits of shape
        (batch, num_outputs).

    Raises
    ------
    RecipeError
        If the layers do not fit the images or each other.

    Examples
    --------
    >>> import tensorflow as tf
    >>> model = build_model(Recipe(model="shallow"), (8, 8, 1), num_classes=10)
    >>> model(tf.zeros([2, 8, 8, 1])).shape
    TensorShape([2, 10])
    """
    logits = Dense(recipe.num_outputs(num_classes))
    layers = *hidden_layers(recipe.model, image_shape), logits
    seeds = hashing.seeds(recipe.seed)
    inputs = keras.Input(image_shape, dtype=recipe.weights_dtype)
    model = keras.Sequential([inputs, *build(layers, image_shape, seeds, recipe.weights_dtype)])
    set_weights(model, initial_weights(weight_shapes(model), recipe.seed, recipe.initialization))
    return model

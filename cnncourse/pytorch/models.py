"""The models of a recipe as PyTorch modules."""

from torch import nn

from cnncourse import hashing
from cnncourse.architectures import hidden_layers
from cnncourse.initial import initial_weights
from cnncourse.layers import Dense
from cnncourse.pytorch.layers import build
from cnncourse.pytorch.weights import set_weights, weight_shapes
from cnncourse.recipe import Recipe


def build_model(
    recipe: Recipe, image_shape: tuple[int, int, int], num_classes: int
) -> nn.Sequential:
    """Build the recipe's model with its initial weights.

    Parameters
    ----------
    recipe : Recipe
    image_shape : tuple of int
        (height, width, channels).
    num_classes : int

    Returns
    -------
    nn.Sequential
        Maps images in [0, 1] of shape (batch, channels, height, width) to logits of shape
        (batch, num_outputs).

    Raises
    ------
    RecipeError
        If the layers do not fit the images or each other.

    Examples
    --------
    >>> import torch
    >>> model = build_model(Recipe(model="shallow"), (8, 8, 1), num_classes=10)
    >>> model(torch.zeros(2, 1, 8, 8)).shape
    torch.Size([2, 10])
    """
    logits = Dense(recipe.num_outputs(num_classes))
    layers = *hidden_layers(recipe.model, image_shape), logits
    seeds = hashing.seeds(recipe.seed)
    model = nn.Sequential(*build(layers, image_shape, seeds, recipe.weights_dtype))
    set_weights(model, initial_weights(weight_shapes(model), recipe.seed, recipe.initialization))
    return model

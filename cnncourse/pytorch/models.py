"""The models of a recipe as PyTorch modules."""

import torch
from torch import nn
from torch.nn import functional

from cnncourse import hashing
from cnncourse.architectures import Conv, Dense, Relu, Whitening, hidden_layers
from cnncourse.initial import initial_weights
from cnncourse.pytorch.weights import set_weights, weight_shapes
from cnncourse.recipe import Recipe
from cnncourse.whitening import SIZE


class BatchNorm2d(nn.BatchNorm2d):
    """Batch norm whose running variance is the biased one, as Keras keeps it.

    PyTorch normalizes with the biased variance in training but stores the unbiased one.
    """

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return super().forward(inputs)
        unbiased = self.running_var.clone()
        outputs = functional.batch_norm(
            inputs,
            self.running_mean,
            unbiased,
            self.weight,
            self.bias,
            training=True,
            momentum=self.momentum,
            eps=self.eps,
        )
        count = inputs.numel() // inputs.shape[1]
        kept = self.running_var * (1 - self.momentum)
        self.running_var.copy_(kept + (unbiased - kept) * (count - 1) / count)
        return outputs


class Dropout(nn.Module):
    """Dropout whose mask is a hash of seed, step and position, so that both frameworks share it.

    Parameters
    ----------
    rate : float
        Probability of dropping a unit; the others are scaled by 1 / (1 - rate).
    seed : int
    """

    def __init__(self, rate: float, seed: int):
        super().__init__()
        self.rate, self.seed = rate, seed
        self.register_buffer("step", torch.zeros((), dtype=torch.int64))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return inputs
        positions = torch.arange(inputs.numel(), device=inputs.device).reshape(inputs.shape)
        draws = hashing.uniform(positions, self.step, self.seed)
        self.step += 1
        kept = draws >= hashing.threshold(self.rate)
        return inputs * kept / (1 - self.rate)


class Flatten(nn.Module):
    """Flatten to (height, width, channels), Keras' order; free in channels-last memory."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.permute(0, 2, 3, 1).flatten(1)


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

    Examples
    --------
    >>> model = build_model(Recipe(model="shallow3x3", width=4), (8, 8, 1), num_classes=10)
    >>> model(torch.zeros(2, 1, 8, 8)).shape
    torch.Size([2, 10])
    """
    height, width, channels = image_shape
    layers: list[nn.Module] = []
    for layer in hidden_layers(recipe, image_shape):
        if isinstance(layer, Conv):
            layers += _convolution(layer, channels, recipe.batch_norm)
            channels = layer.filters
            if layer.padding == "valid":
                height, width = height - layer.kernel_size + 1, width - layer.kernel_size + 1
        elif isinstance(layer, Whitening):
            layers += _whitening(layer, channels)
            channels = layer.filters
        elif isinstance(layer, Relu):
            layers.append(nn.ReLU(inplace=True))
        elif isinstance(layer, Dense):
            layers += [Flatten(), nn.Linear(height * width * channels, layer.units), nn.ReLU()]
            if recipe.dropout:
                layers.append(Dropout(recipe.dropout, recipe.seed))
            num_features = layer.units
        else:
            layers.append(nn.MaxPool2d(2))
            height, width = height // 2, width // 2
    layers.append(nn.Linear(num_features, recipe.num_outputs(num_classes)))
    model = nn.Sequential(*layers).to(getattr(torch, recipe.weights_dtype))
    set_weights(model, initial_weights(weight_shapes(model), recipe.seed))
    return model


def _whitening(layer: Whitening, channels: int) -> list[nn.Module]:
    # "same" padding of an even size is to the right and at the bottom, as in Keras.
    convolution = nn.Conv2d(channels, layer.filters, SIZE)
    convolution.weight.requires_grad_(False)
    return [nn.ZeroPad2d((0, SIZE - 1, 0, SIZE - 1)), convolution]


def _convolution(layer: Conv, channels: int, batch_norm: bool) -> list[nn.Module]:
    # No bias before batch norm: the normalization subtracts it again.
    convolution = nn.Conv2d(
        channels, layer.filters, layer.kernel_size, padding=layer.padding, bias=not batch_norm
    )
    if not batch_norm:
        return [convolution]
    return [convolution, BatchNorm2d(layer.filters, eps=1e-5, momentum=0.1)]

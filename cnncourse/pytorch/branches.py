"""Layers that consist of other layers, in PyTorch."""

import torch
from torch import nn


class Residual(nn.Module):
    """The sum of two branches that start from the same input.

    Parameters
    ----------
    body, shortcut : list of nn.Module
    """

    def __init__(self, body: list[nn.Module], shortcut: list[nn.Module]):
        super().__init__()
        self.body, self.shortcut = nn.Sequential(*body), nn.Sequential(*shortcut)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.body(inputs) + self.shortcut(inputs)


class Scale(nn.Module):
    """The input times one number per channel, computed from it.

    Parameters
    ----------
    body : list of nn.Module
    """

    def __init__(self, body: list[nn.Module]):
        super().__init__()
        self.body = nn.Sequential(*body)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        factors = self.body(inputs)
        return inputs * factors.view(*factors.shape, *[1] * (inputs.dim() - 2))

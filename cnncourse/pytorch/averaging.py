"""The moving average of a PyTorch model's weights, to evaluate with in their place."""

import torch
from torch import nn


class WeightAverage:
    """Exponential moving average of all weights, batch norm statistics included.

    After t steps a weight w has the average sum_s d^(t-s) w_s / sum_s d^(t-s) with the decay d
    (Polyak and Juditsky, 1992, with the weights of Kingma and Ba, 2015, section 3): the initial
    weights do not count. The weights that are trained are left alone, unlike in look-ahead
    (Zhang et al., 2019), so that a run has the same losses with the average and without.

    Parameters
    ----------
    model : nn.Module
    decay : float
        0 takes no average: `update` and `swap` then do nothing.

    Examples
    --------
    >>> model = nn.Linear(1, 1)
    >>> average = WeightAverage(model, decay=0.5)
    >>> for value in (3.0, 6.0):
    ...     _ = nn.init.constant_(model.weight, value)
    ...     average.update()
    >>> average.swap()
    >>> model.weight.item()
    5.0
    """

    def __init__(self, model: nn.Module, decay: float):
        tensors = [*model.parameters(), *model.buffers()] if decay else []
        self.weights = [t.detach() for t in tensors if t.is_floating_point()]
        self.averages = [torch.zeros_like(weight) for weight in self.weights]
        self.decay, self.num_updates = decay, 0

    @torch.no_grad()
    def update(self) -> None:
        """Take the weights in; call it after each step."""
        self.num_updates += 1
        share = (1 - self.decay) / (1 - self.decay**self.num_updates)
        if self.weights:
            torch._foreach_lerp_(self.averages, self.weights, share)

    @torch.no_grad()
    def swap(self) -> None:
        """Exchange weights and averages; a second call undoes the first.

        Before the first update there is no average, and nothing is exchanged.
        """
        if not self.num_updates:
            return
        for weight, average in zip(self.weights, self.averages, strict=True):
            kept = weight.clone()
            weight.copy_(average)
            average.copy_(kept)

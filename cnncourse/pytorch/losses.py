"""The losses of a recipe in PyTorch: one value per example, from logits."""

import torch
from torch.nn import functional

from cnncourse.options import BinaryCrossEntropy, CrossEntropy, Focal, MeanSquaredError


def per_example_loss(option, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Compute the loss of each example.

    Parameters
    ----------
    option : CrossEntropy, BinaryCrossEntropy, MeanSquaredError or Focal
    logits : Tensor of shape (batch, num_outputs)
    labels : Tensor of int64, shape (batch,)

    Returns
    -------
    Tensor of shape (batch,)

    Examples
    --------
    >>> per_example_loss(CrossEntropy(), torch.zeros(1, 10), torch.tensor([3]))
    tensor([2.3026])
    """
    return LOSSES[type(option)](option, logits, labels)


def correct(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return which examples are classified correctly: bool, shape (batch,)."""
    if logits.shape[1] == 1:
        return (logits[:, 0] > 0) == (labels == 1)
    return logits.argmax(1) == labels


def cross_entropy(option: CrossEntropy, logits, labels):
    losses = functional.cross_entropy(
        logits, labels, reduction="none", label_smoothing=option.label_smoothing
    )
    return losses * _class_weight(option, logits, labels)


def binary_cross_entropy(option: BinaryCrossEntropy, logits, labels):
    smoothing = option.label_smoothing
    targets = _targets(logits, labels) * (1 - smoothing) + smoothing / 2
    losses = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return losses.mean(1)


def mean_squared_error(option: MeanSquaredError, logits, labels):
    return (logits - _targets(logits, labels)).square().mean(1)


def focal(option: Focal, logits, labels):
    log_p = functional.log_softmax(logits, dim=1).gather(1, labels[:, None])[:, 0]
    # 1 - p from log p without cancellation; the floor keeps the power differentiable at p = 1.
    difficulty = torch.clamp(-torch.expm1(log_p), min=1e-12) ** option.gamma
    return -difficulty * log_p * _class_weight(option, logits, labels)


LOSSES = {
    CrossEntropy: cross_entropy,
    BinaryCrossEntropy: binary_cross_entropy,
    MeanSquaredError: mean_squared_error,
    Focal: focal,
}


def _targets(logits, labels):
    if logits.shape[1] == 1:
        return labels[:, None].to(logits.dtype)
    return functional.one_hot(labels, logits.shape[1]).to(logits.dtype)


def _class_weight(option, logits, labels):
    if option.class_weights is None:
        return 1.0
    return logits.new_tensor(option.class_weights)[labels]

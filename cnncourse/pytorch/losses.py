"""The losses of a recipe in PyTorch: one value per example, from logits."""

import torch
from torch.nn import functional

from cnncourse.errors import built
from cnncourse.losses import (
    BinaryCrossEntropy,
    CrossEntropy,
    Focal,
    LogitAdjusted,
    MeanSquaredError,
)


def per_example_loss(option, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Compute the loss of each example.

    Parameters
    ----------
    option
        An option in `cnncourse.losses.LOSSES`.
    logits : Tensor of shape (batch, num_outputs)
    targets : Tensor of int64, shape (batch,), or of the logits' dtype, shape (batch, num_outputs)
        Labels, or distributions over the classes; see `distributions`.

    Returns
    -------
    Tensor of shape (batch,)

    Examples
    --------
    >>> per_example_loss(CrossEntropy(), torch.zeros(1, 10), torch.tensor([3]))
    tensor([2.3026])
    """
    if targets.dim() == 1:
        targets = distributions(targets, logits.shape[1], logits.dtype)
    return built(LOSSES, option)(option, logits, targets)


def distributions(labels: torch.Tensor, num_outputs: int, dtype: torch.dtype) -> torch.Tensor:
    """Turn labels into target distributions.

    Parameters
    ----------
    labels : Tensor of int64, shape (batch,)
    num_outputs : int
        1 for a binary task: the target is then the probability of class 1.
    dtype : torch.dtype

    Returns
    -------
    Tensor of shape (batch, num_outputs)

    Examples
    --------
    >>> distributions(torch.tensor([1]), 3, torch.float32)
    tensor([[0., 1., 0.]])
    """
    if num_outputs == 1:
        return labels[:, None].to(dtype)
    return functional.one_hot(labels, num_outputs).to(dtype)


def correct(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return how far each example is classified correctly: its target's share of the prediction.

    For a label that is 1 or 0; for a distribution it lies between.

    Parameters
    ----------
    logits, targets : Tensor
        As for `per_example_loss`, with the targets as distributions.

    Returns
    -------
    Tensor of shape (batch,)
    """
    if logits.shape[1] == 1:
        return torch.where(logits > 0, targets, 1 - targets)[:, 0]
    return targets.gather(1, logits.argmax(1, keepdim=True))[:, 0]


def cross_entropy(option: CrossEntropy, logits, targets):
    smoothing = option.label_smoothing
    smooth = targets * (1 - smoothing) + smoothing / logits.shape[1]
    losses = -(smooth * functional.log_softmax(logits, dim=1)).sum(1)
    return losses * _class_weight(option.class_weights, targets)


def binary_cross_entropy(option: BinaryCrossEntropy, logits, targets):
    smoothing = option.label_smoothing
    smooth = targets * (1 - smoothing) + smoothing / 2
    losses = functional.binary_cross_entropy_with_logits(logits, smooth, reduction="none")
    return losses.mean(1)


def mean_squared_error(option: MeanSquaredError, logits, targets):
    return (logits - targets).square().mean(1)


def focal(option: Focal, logits, targets):
    log_p = functional.log_softmax(logits, dim=1)
    # 1 - p from log p without cancellation; the floor keeps the power differentiable at p = 1.
    difficulty = torch.clamp(-torch.expm1(log_p), min=1e-12) ** option.gamma
    losses = -(targets * difficulty * log_p).sum(1)
    return losses * _class_weight(option.class_weights, targets)


def logit_adjusted(option: LogitAdjusted, logits, targets):
    adjusted = logits + option.tau * logits.new_tensor(option.priors).log()
    return -(targets * functional.log_softmax(adjusted, dim=1)).sum(1)


LOSSES = {
    CrossEntropy: cross_entropy,
    BinaryCrossEntropy: binary_cross_entropy,
    MeanSquaredError: mean_squared_error,
    Focal: focal,
    LogitAdjusted: logit_adjusted,
}


def _class_weight(weights: tuple[float, ...] | None, targets):
    if weights is None:
        return 1.0
    return targets @ targets.new_tensor(weights)

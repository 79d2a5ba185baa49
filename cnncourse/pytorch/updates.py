"""What a recipe does to gradients before the optimizer has them, in PyTorch."""

import torch

from cnncourse.errors import built
from cnncourse.updates import L1, L2, ClipNorm, ClipValue


def change_gradients(
    steps: tuple, gradients: list[torch.Tensor], weights: list[torch.Tensor], is_kernel: list[bool]
) -> list[torch.Tensor]:
    """Change the gradients of a step as a recipe's `gradients` say, one after the other.

    Parameters
    ----------
    steps : tuple
        Options in `cnncourse.updates.GRADIENT_STEPS`.
    gradients, weights : list of Tensor
        One gradient for each weight, changed in place.
    is_kernel : list of bool
        Which of the weights are kernels: penalties are for these alone.

    Returns
    -------
    list of Tensor
        The gradients.

    Examples
    --------
    >>> weight, gradient = torch.tensor([2.0, -4.0]), torch.tensor([1.0, 1.0])
    >>> change_gradients((L2(0.5), ClipValue(1.5)), [gradient], [weight], [True])
    [tensor([ 1.5000, -1.0000])]
    """
    for step in steps:
        gradients = built(GRADIENT_STEPS, step)(step, gradients, weights, is_kernel)
    return gradients


def global_norm(gradients: list[torch.Tensor]) -> torch.Tensor:
    """Return the Euclidean norm of all gradients together."""
    return torch.nn.utils.get_total_norm(gradients)


def l1(option: L1, gradients, weights, is_kernel):
    for gradient, weight, decayed in zip(gradients, weights, is_kernel, strict=True):
        if decayed:
            gradient.add_(weight.sign(), alpha=option.strength)
    return gradients


def l2(option: L2, gradients, weights, is_kernel):
    for gradient, weight, decayed in zip(gradients, weights, is_kernel, strict=True):
        if decayed:
            gradient.add_(weight, alpha=option.strength)
    return gradients


def clip_value(option: ClipValue, gradients, weights, is_kernel):
    torch._foreach_clamp_min_(gradients, -option.limit)
    torch._foreach_clamp_max_(gradients, option.limit)
    return gradients


def clip_norm(option: ClipNorm, gradients, weights, is_kernel):
    # clip_grad_norm_ adds 1e-6 to the norm, which a comparison in float64 would see.
    factor = torch.clamp(option.limit / global_norm(gradients), max=1.0)
    torch._foreach_mul_(gradients, factor)
    return gradients


GRADIENT_STEPS = {L1: l1, L2: l2, ClipValue: clip_value, ClipNorm: clip_norm}

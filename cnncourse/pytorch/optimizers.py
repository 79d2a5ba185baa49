"""The optimizers of a recipe in PyTorch, with the conventions that both frameworks share."""

from collections.abc import Iterable
from itertools import filterfalse

import torch
from torch import nn

from cnncourse.errors import built
from cnncourse.optimizers import SGD, Adam, AdamW, Muon, RMSprop, single
from cnncourse.pytorch.muon import Orthogonalized
from cnncourse.pytorch.weights import trained
from cnncourse.roles import Weight, is_kernel, is_orthogonalized


class RootMeanSquare(torch.optim.Optimizer):
    """RMSprop with eps inside the root: w = w - lr g / sqrt(v + eps), as in Keras.

    `torch.optim.RMSprop` adds eps outside the root; no choice of constants makes the two equal.

    Parameters
    ----------
    params : iterable of Tensor
    lr, rho, eps : float
    """

    def __init__(self, params, lr: float, rho: float, eps: float):
        super().__init__(params, {"lr": lr, "rho": rho, "eps": eps})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for param in group["params"]:
                if param.grad is None:
                    continue
                state = self.state[param]
                if not state:
                    state["velocity"] = torch.zeros_like(param)
                velocity = state["velocity"]
                velocity.mul_(group["rho"]).addcmul_(param.grad, param.grad, value=1 - group["rho"])
                root = (velocity + group["eps"]).sqrt_()
                param.addcdiv_(param.grad, root, value=-group["lr"])


class DecoupledSGD(torch.optim.SGD):
    """SGD that takes lr weight_decay w off a kernel w (Loshchilov and Hutter, 2019).

    The `weight_decay` of `torch.optim.SGD` is part of the gradient, and so of the velocity.

    Parameters
    ----------
    params : iterable of Tensor
    decayed : list of Tensor
        Those of them that are decayed.
    decay : float
    **settings
        Of `torch.optim.SGD`.
    """

    def __init__(self, params, decayed: list[torch.Tensor], decay: float, **settings):
        super().__init__(params, **settings)
        self.decayed, self.decay = decayed, decay

    @torch.no_grad()
    def step(self) -> None:
        torch._foreach_mul_(self.decayed, 1 - self.param_groups[0]["lr"] * self.decay)
        super().step()


def make_optimizer(
    option, model: nn.Module, weights: list[Weight] | None = None
) -> torch.optim.Optimizer:
    """Make the optimizer for weights of a model.

    Parameters
    ----------
    option
        An option in `cnncourse.optimizers.OPTIMIZERS`.
    model : nn.Module
    weights : list of Weight, optional
        Which of the trained weights it is for; all of them where it is left out.

    Returns
    -------
    torch.optim.Optimizer
        Call `prepare_step` before each of its steps.

    Examples
    --------
    >>> make_optimizer(SGD(lr=0.1, momentum=0.5), nn.Linear(2, 1)).param_groups[0]["momentum"]
    0.5
    """
    return built(OPTIMIZERS, option)(option, trained(model) if weights is None else weights)


def prepare_step(optimizer: torch.optim.Optimizer, option, lr: float, step: int) -> None:
    """Set the learning rate of a step, counted from 0, and what depends on the step."""
    for group in optimizer.param_groups:
        group["lr"] = single(lr)
        if isinstance(option, Adam):
            # Keras adds eps before the bias correction of the second moment, PyTorch after it.
            group["eps"] = option.eps / (1 - single(option.beta2) ** (step + 1)) ** 0.5


def _sgd(option: SGD, weights: list[Weight]):
    settings = {"lr": option.lr, "momentum": single(option.momentum)}
    settings |= {"nesterov": option.nesterov, "fused": True}
    if not option.weight_decay:
        return torch.optim.SGD(_values(weights), **settings)
    decayed = _values(filter(is_kernel, weights))
    return DecoupledSGD(_values(weights), decayed, single(option.weight_decay), **settings)


def _rmsprop(option: RMSprop, weights: list[Weight]):
    return RootMeanSquare(_values(weights), lr=option.lr, rho=single(option.rho), eps=option.eps)


def _adam(option: Adam, weights: list[Weight]):
    return torch.optim.Adam(_values(weights), **_adam_settings(option))


def _adamw(option: AdamW, weights: list[Weight]):
    decay = single(option.weight_decay)
    groups = [
        {"params": _values(filter(is_kernel, weights)), "weight_decay": decay},
        {"params": _values(filterfalse(is_kernel, weights)), "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(_not_empty(groups), **_adam_settings(option))


def _muon(option: Muon, weights: list[Weight]):
    decay = single(option.weight_decay)
    other = {"orthogonal": False, "lr_ratio": option.other_lr / option.lr}
    others = list(filterfalse(is_orthogonalized, weights))
    groups = [
        {
            "params": _values(filter(is_orthogonalized, weights)),
            "orthogonal": True,
            "lr_ratio": 1.0,
            "weight_decay": decay,
        },
        {"params": _values(filter(is_kernel, others)), "weight_decay": decay} | other,
        {"params": _values(filterfalse(is_kernel, others)), "weight_decay": 0.0} | other,
    ]
    return Orthogonalized(_not_empty(groups), lr=option.lr, momentum=single(option.momentum))


def _values(weights: Iterable[Weight]) -> list[nn.Parameter]:
    return [weight.value for weight in weights]


def _not_empty(groups: list[dict]) -> list[dict]:
    return [group for group in groups if group["params"]]


def _adam_settings(option: Adam) -> dict:
    betas = (single(option.beta1), single(option.beta2))
    return {"lr": option.lr, "betas": betas, "eps": option.eps, "fused": True}


OPTIMIZERS = {SGD: _sgd, RMSprop: _rmsprop, Adam: _adam, AdamW: _adamw, Muon: _muon}

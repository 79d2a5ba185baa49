"""The optimizers of a recipe in PyTorch, with the conventions that both frameworks share."""

import torch
from torch import nn

from cnncourse.options import SGD, Adam, AdamW, Muon, RMSprop, single
from cnncourse.pytorch.muon import Orthogonalized
from cnncourse.pytorch.weights import kernels
from cnncourse.recipe import Recipe


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
    """SGD that takes lr weight_decay w off a kernel w (Loshchilov and Hutter, 2019), as in Keras.

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


def make_optimizer(option, model: nn.Module) -> torch.optim.Optimizer:
    """Make the optimizer for the parameters of a model.

    Parameters
    ----------
    option : SGD, RMSprop, Adam, AdamW or Muon
    model : nn.Module

    Returns
    -------
    torch.optim.Optimizer
        Call `prepare_step` before each of its steps.

    Examples
    --------
    >>> make_optimizer(SGD(lr=0.1, momentum=0.5), nn.Linear(2, 1)).param_groups[0]["momentum"]
    0.5
    """
    return OPTIMIZERS[type(option)](option, model)


def prepare_step(optimizer: torch.optim.Optimizer, option, lr: float, step: int) -> None:
    """Set the learning rate of a step, counted from 0, and what depends on the step."""
    for group in optimizer.param_groups:
        group["lr"] = single(lr)
        if isinstance(option, Adam):
            # Keras adds eps before the bias correction of the second moment, PyTorch after it.
            group["eps"] = option.eps / (1 - single(option.beta2) ** (step + 1)) ** 0.5


def clip_gradients(parameters: list[nn.Parameter], recipe: Recipe) -> torch.Tensor:
    """Clip the gradients in place as the recipe says; return their norm before it."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = nn.utils.get_total_norm(gradients)
    if recipe.clip_value is not None:
        nn.utils.clip_grad_value_(parameters, recipe.clip_value)
    if recipe.clip_norm is not None:
        clipped = nn.utils.get_total_norm(gradients) if recipe.clip_value is not None else norm
        # clip_grad_norm_ adds 1e-6 to the norm, which a comparison in float64 would see.
        torch._foreach_mul_(gradients, torch.clamp(recipe.clip_norm / clipped, max=1.0))
    return norm


def penalty(model: nn.Module, recipe: Recipe) -> torch.Tensor | float:
    """Return the recipe's L1 and L2 penalty on the kernels of a model."""
    total = 0.0
    for kernel in kernels(model) if recipe.l1 or recipe.l2 else []:
        total = total + recipe.l1 * kernel.abs().sum() + recipe.l2 / 2 * kernel.square().sum()
    return total


def _sgd(option: SGD, model: nn.Module):
    settings = {"lr": option.lr, "momentum": single(option.momentum)}
    settings |= {"nesterov": option.nesterov, "fused": True}
    if not option.weight_decay:
        return torch.optim.SGD(model.parameters(), **settings)
    decay = single(option.weight_decay)
    return DecoupledSGD(model.parameters(), kernels(model), decay, **settings)


def _rmsprop(option: RMSprop, model: nn.Module):
    rho = single(option.rho)
    return RootMeanSquare(model.parameters(), lr=option.lr, rho=rho, eps=option.eps)


def _adam(option: Adam, model: nn.Module):
    return torch.optim.Adam(model.parameters(), **_adam_settings(option))


def _adamw(option: AdamW, model: nn.Module):
    decayed, rest = _kernels_and_rest(model)
    groups = [
        {"params": decayed, "weight_decay": single(option.weight_decay)},
        {"params": rest, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, **_adam_settings(option))


def _muon(option: Muon, model: nn.Module):
    decayed, rest = _kernels_and_rest(model)
    hidden, last = decayed[:-1], decayed[-1:]
    decay = single(option.weight_decay)
    other = {"orthogonal": False, "lr_ratio": option.other_lr / option.lr}
    groups = [
        {"params": hidden, "orthogonal": True, "lr_ratio": 1.0, "weight_decay": decay},
        {"params": last, "weight_decay": decay} | other,
        {"params": rest, "weight_decay": 0.0} | other,
    ]
    return Orthogonalized(groups, lr=option.lr, momentum=single(option.momentum))


def _kernels_and_rest(model: nn.Module) -> tuple[list, list]:
    decayed = kernels(model)
    identities = {id(kernel) for kernel in decayed}
    return decayed, [p for p in model.parameters() if id(p) not in identities]


def _adam_settings(option: Adam) -> dict:
    betas = (single(option.beta1), single(option.beta2))
    return {"lr": option.lr, "betas": betas, "eps": option.eps, "fused": True}


OPTIMIZERS = {SGD: _sgd, RMSprop: _rmsprop, Adam: _adam, AdamW: _adamw, Muon: _muon}

"""A look into each layer of a PyTorch model: its kernel's gradient, and what comes out of it."""

from collections.abc import Callable, Iterator

import torch
from torch import nn

from cnncourse.pytorch.weights import roles, weight_shapes
from cnncourse.roles import is_kernel
from cnncourse.watch import Passed, look_of

ACTIVATIONS = (
    nn.ELU,
    nn.GELU,
    nn.Hardswish,
    nn.LeakyReLU,
    nn.PReLU,
    nn.ReLU,
    nn.ReLU6,
    nn.Sigmoid,
    nn.SiLU,
    nn.Tanh,
)


def look(
    model: nn.Module, inputs: torch.Tensor, loss_of: Callable[[torch.Tensor], torch.Tensor]
) -> dict[str, list]:
    """Show images to a model and return what is seen of each layer, as `watch.look_of` has it.

    Parameters
    ----------
    model : nn.Module
        In training mode. What it counts and averages on the way is changed: keep a copy.
    inputs : Tensor of shape (batch, channels, height, width)
    loss_of : callable
        Gives the loss for the model's outputs.

    Examples
    --------
    >>> model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3))
    >>> look(model, torch.ones(5, 1, 4, 4), lambda logits: logits.square().mean())["layer"]
    ['3x3, 1 to 2', '8 to 3']
    """
    passed: list[Passed] = []
    hooks = [
        module.register_forward_hook(lambda leaf, _, outputs: passed.extend(_seen(leaf, outputs)))
        for module in model.modules()
        if not any(module.children())
    ]
    try:
        loss = loss_of(model(inputs))
    finally:
        for hook in hooks:
            hook.remove()
    weights = zip(roles(model), weight_shapes(model), strict=True)
    kernels = [(w, shape) for w, shape in weights if is_kernel(w) and w.value.requires_grad]
    gradients = torch.autograd.grad(loss, [w.value for w, _ in kernels], allow_unused=True)
    norms = {
        id(weight.owner): (shape, gradient.double().norm().item())
        for (weight, shape), gradient in zip(kernels, gradients, strict=True)
        if gradient is not None
    }
    return look_of(passed, norms)


def _seen(module: nn.Module, outputs) -> Iterator[Passed]:
    if not isinstance(outputs, torch.Tensor) or outputs.dim() < 2:
        return  # a recurrent layer's pair, or a loss: nothing that has units
    # At once: a ReLU that follows may write over the outputs.
    values = outputs.detach().double()
    units = values.movedim(1, 0).flatten(1)
    is_dead = (units == 0).all(dim=1)
    spread, dead = values.std(correction=0).item(), int(is_dead.sum())
    yield Passed(module, isinstance(module, ACTIVATIONS), spread, dead, len(units))

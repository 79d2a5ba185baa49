"""What the tests of an exercise need of PyTorch; `tensorflow` beside it has the same names."""

import numpy as np
import torch
from torch import nn

NOT_CONNECTED = (
    "The loss is not connected to the logits, so nothing can be learned from it: return the tensor "
    "itself, computed with PyTorch operations only (no .item(), .detach() or NumPy on the way)."
)


def batch(images, labels):
    """Tensors x, y of images (batch, height, width, channels) and labels (batch,)."""
    x = torch.as_tensor(np.asarray(images, dtype="float32")).permute(0, 3, 1, 2).contiguous()
    return x, torch.as_tensor(np.asarray(labels, dtype="int64"))


def to_numpy(value) -> np.ndarray:
    """A tensor, or whatever else was returned, as an array."""
    return value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)


def predict(model, x) -> np.ndarray:
    """Outputs of the model in evaluation mode."""
    model.eval()
    with torch.no_grad():
        return to_numpy(model(x))


def weights(model) -> list[np.ndarray]:
    """Copies of all trained weights; a kernel of a convolution as (height, width, in, out)."""
    arrays = (to_numpy(p).copy() for p in model.parameters() if p.requires_grad)
    return [a.transpose(2, 3, 1, 0) if a.ndim == 4 else a for a in arrays]


def push(model, x, targets, max_steps: int = 250) -> None:
    """Train the model until every output has passed half of its target.

    Parameters
    ----------
    model : nn.Module
    x : tensor
        Images, as `batch` makes them.
    targets : array-like, that broadcasts to the outputs' shape (batch, num_classes)
    max_steps : int
    """
    targets = torch.as_tensor(np.asarray(targets, dtype="float32"))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model.eval()
    for _ in range(max_steps):
        outputs = model(x)
        if (outputs / targets).min() > 0.5:
            break
        optimizer.zero_grad()
        (outputs - targets).square().mean().backward()
        optimizer.step()


def value_and_gradient(loss_fn, logits, labels):
    """Value of loss_fn(logits, labels) and its gradient with respect to the logits, as arrays."""
    logits = torch.tensor(logits, dtype=torch.float32, requires_grad=True)
    loss = loss_fn(logits, torch.tensor(labels, dtype=torch.int64))
    assert isinstance(loss, torch.Tensor) and loss.requires_grad, NOT_CONNECTED
    (gradient,) = torch.autograd.grad(loss.sum(), logits, allow_unused=True)
    assert gradient is not None, NOT_CONNECTED
    return to_numpy(loss), to_numpy(gradient)


def descend(make_optimizer, kernel, gradients) -> list[np.ndarray]:
    """The kernel of a dense layer after each step of an optimizer fed with given gradients.

    Parameters
    ----------
    make_optimizer : callable
        Takes the model, returns the optimizer.
    kernel : array-like, shape (in, out)
    gradients : list of array-like, each shape (in, out)
    """
    kernel = torch.tensor(kernel, dtype=torch.float32)
    model = nn.Linear(*kernel.shape, bias=False)
    model.weight.data = kernel.T.clone()
    optimizer = make_optimizer(model)
    path = []
    for gradient in gradients:
        model.weight.grad = torch.tensor(gradient, dtype=torch.float32).T.clone()
        optimizer.step()
        path.append(to_numpy(model.weight).T.astype(float))
    return path


class _PixelModel(nn.Module):
    def __init__(self, w1, b1, w2, b2, in_training):
        super().__init__()
        for name, value in (("w1", w1), ("b1", b1), ("w2", w2), ("b2", b2)):
            setattr(self, name, nn.Parameter(torch.tensor(float(value))))
        self.in_training = in_training

    def forward(self, x):
        outputs = self.w2 * (self.w1 * x.flatten(1) + self.b1) + self.b2
        return outputs + self.in_training if self.training else outputs


def pixel_model(w1=1.0, b1=0.0, w2=1.0, b2=0.0, in_training=0.0):
    """Two layers of one neuron each, for images of one pixel: w2 * (w1 * pixel + b1) + b2.

    In training mode the output is larger by `in_training`, as dropout and batch normalization
    change it: the loss tells in which mode the model was.
    """
    return _PixelModel(w1, b1, w2, b2, in_training)


def sgd(model, lr: float, momentum: float = 0.0):
    """Gradient descent, plain by default."""
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


def squared_error(logits, labels):
    """Mean squared difference of the only output and the label."""
    return (logits[:, 0] - labels).square().mean()


def small_network():
    """A network with weights of every kind: convolution, dense layer, and batch norm behind it.

    It takes images (1, 1, 2) and has three filters and two outputs.
    """
    return nn.Sequential(nn.Conv2d(2, 3, 1), nn.Flatten(), nn.Linear(3, 2), nn.BatchNorm1d(2))


def state(model) -> list[np.ndarray]:
    """Copies of all that a `small_network` is.

    Kernel (height, width, in, out) and bias of the convolution, kernel (in, out) and bias of the
    dense layer, scale and shift, which are all trained, and the running mean and variance.
    """
    arrays = [to_numpy(value) for value in _floats(model)]
    return [a.transpose(2, 3, 1, 0).copy() if a.ndim == 4 else a.T.copy() for a in arrays]


def set_state(model, arrays) -> None:
    """Change a `small_network` in place: what `state` returns, or the first of it."""
    for value, array in zip(_floats(model), arrays, strict=False):
        value.copy_(_tensor(array))


def _floats(model) -> list[torch.Tensor]:
    """The tensors themselves, detached."""
    return [value for value in model.state_dict().values() if value.is_floating_point()]


def _tensor(array) -> torch.Tensor:
    """A weight in PyTorch's layout."""
    array = np.asarray(array, dtype="float32")
    return torch.tensor(array.transpose(3, 2, 0, 1) if array.ndim == 4 else array.T)


def descend_all(make_optimizer, start, gradients) -> list[list[np.ndarray]]:
    """The trained weights of a `small_network` after each step of an optimizer.

    Parameters
    ----------
    make_optimizer : callable
        Takes the model, returns the optimizer.
    start : list of array-like
        The six weights, as in `state`.
    gradients : list of lists of array-like
        For each step, those of the weights.
    """
    model = small_network()
    set_state(model, start)
    optimizer, path = make_optimizer(model), []
    for step in gradients:
        for weight, gradient in zip(model.parameters(), step, strict=True):
            weight.grad = _tensor(gradient)
        optimizer.step()
        path.append(state(model)[: len(start)])
    return path

"""What the tests of an exercise need of PyTorch; `kit_tensorflow` has the same names."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

NOT_CONNECTED = (
    "The loss is not connected to the logits, so nothing can be learned from it: return the tensor "
    "itself, computed with PyTorch operations only (no .item(), .detach() or NumPy on the way)."
)


def batch(images, labels):
    """Tensors x, y of images (batch, height, width, channels) and labels (batch,)."""
    x = torch.as_tensor(np.asarray(images, dtype="float32")).permute(0, 3, 1, 2).contiguous()
    return x, torch.as_tensor(np.asarray(labels, dtype="int64"))


def take(x, indices):
    """The examples of x at the given indices."""
    return x[torch.as_tensor(indices)]


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


def push(model, x, target: float, max_steps: int = 250) -> np.ndarray:
    """Train the model until every output has passed half of `target`; return its outputs."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model.eval()
    for _ in range(max_steps):
        outputs = model(x)
        if (outputs / target).min() > 0.5:
            break
        optimizer.zero_grad()
        (outputs - target).square().mean().backward()
        optimizer.step()
    return predict(model, x)


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
    def __init__(self, scale: float):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(float(scale)))
        self.modes = []

    def forward(self, x):
        self.modes.append(self.training)
        return self.scale * x.flatten(1)


def pixel_model(scale: float):
    """A model with one weight: its output is `scale` times the pixel of a one-pixel image."""
    return _PixelModel(scale)


def modes(model) -> list[bool]:
    """Whether each call of a pixel model so far was in training mode."""
    return model.modes


def sgd(model, lr: float):
    """Plain gradient descent."""
    return torch.optim.SGD(model.parameters(), lr=lr)


def squared_error(logits, labels):
    """Mean squared difference of the only output and the label."""
    return (logits[:, 0] - labels).square().mean()


def fingerprint(logits, labels):
    """A loss that tells which examples a batch has; see `checks.examples_in`."""
    total = (torch.ones_like(labels) << labels).sum().float()
    return total + 2.0**21 * (logits[:, 0] - labels).square().sum()


# --- right answers that stand in for a student's own while another part is tested -------------


def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8 * (height // 2) * (width // 2), num_classes),
    )


def cross_entropy(logits, labels):
    return functional.cross_entropy(logits, labels)


def make_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


def sgd_with_decay(model, lr, weight_decay):
    # Without momentum PyTorch's and Keras' ways of decay are the same.
    return torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)


def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()

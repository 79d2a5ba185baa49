"""The choices a recipe is made of: losses and optimizers.

Each choice is a frozen dataclass that both frameworks read; none of them imports a framework.
"""

import math
from dataclasses import dataclass

import numpy as np

from cnncourse.errors import require, require_fraction


def single(value: float) -> float:
    """Round a hyper-parameter to float32, the precision in which Keras holds some of them.

    Unrounded on one side only, 1 - 0.999 would differ by 1e-5 between the frameworks.

    Examples
    --------
    >>> single(0.5), single(0.999)
    (0.5, 0.9990000128746033)
    """
    return float(np.float32(value))


def _require_lr(lr: float, name: str = "lr") -> None:
    require(
        math.isfinite(lr) and lr > 0, f"{name} is {lr}: a learning rate is positive, try 0.001."
    )


def _require_decay(decay: float) -> None:
    require(math.isfinite(decay) and decay >= 0, f"weight_decay is {decay}: it is 0 or larger.")


def _freeze_weights(option) -> None:
    """Turn a list of class weights, as read from TOML, into a tuple and check its values."""
    if option.class_weights is not None:
        object.__setattr__(option, "class_weights", tuple(option.class_weights))
        require(
            min(option.class_weights, default=0) > 0,
            f"class_weights is {option.class_weights}: it needs one positive weight per class.",
        )


# --- losses -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CrossEntropy:
    """Softmax cross-entropy of logits, -log p[y] for an example of class y.

    Parameters
    ----------
    label_smoothing : float
        Share of the target spread evenly over all classes (Szegedy et al., 2016, section 7).
    class_weights : tuple of float, optional
        One factor per class; an example of class y counts class_weights[y] times. The mean is
        taken over the number of examples, as in Keras, not over the sum of weights.
    """

    label_smoothing: float = 0.0
    class_weights: tuple[float, ...] | None = None

    def __post_init__(self):
        require_fraction("label_smoothing", self.label_smoothing)
        _freeze_weights(self)


@dataclass(frozen=True)
class BinaryCrossEntropy:
    """Sigmoid cross-entropy of logits: one output for two classes, else one per class.

    Parameters
    ----------
    label_smoothing : float
        Moves the targets 0 and 1 to s/2 and 1 - s/2.
    """

    label_smoothing: float = 0.0

    def __post_init__(self):
        require_fraction("label_smoothing", self.label_smoothing)


@dataclass(frozen=True)
class MeanSquaredError:
    """Mean over the outputs of the squared difference to the one-hot label.

    Used for classification it is a baseline (Hui and Belkin, 2021); its home is regression.
    """


@dataclass(frozen=True)
class Focal:
    """Focal loss, -(1 - p[y])^gamma log p[y] (Lin et al., 2017, equation 4; softmax form).

    Parameters
    ----------
    gamma : float
        How strongly easy examples are played down; 0 gives cross-entropy.
    class_weights : tuple of float, optional
        The paper's alpha, one per class.
    """

    gamma: float = 2.0
    class_weights: tuple[float, ...] | None = None

    def __post_init__(self):
        require(self.gamma >= 0, f"gamma is {self.gamma}: it is 0 or larger.")
        _freeze_weights(self)


# --- optimizers -------------------------------------------------------------------------------


@dataclass(frozen=True)
class SGD:
    """Stochastic gradient descent, with momentum if asked for (Polyak, 1964; Nesterov, 1983).

    With a changing learning rate the velocity is scaled as PyTorch does: v = momentum v + g,
    w = w - lr v. `weight_decay` is decoupled (SGDW; Loshchilov and Hutter, 2019): each step takes
    lr weight_decay w off a kernel w, and the velocity knows nothing of it.
    """

    lr: float = 0.01
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0

    def __post_init__(self):
        _require_lr(self.lr)
        require_fraction("momentum", self.momentum)
        _require_decay(self.weight_decay)
        require(
            self.momentum > 0 or not self.nesterov,
            "nesterov is true but momentum is 0: Nesterov's step needs momentum, try 0.9.",
        )


@dataclass(frozen=True)
class RMSprop:
    """RMSprop (Tieleman and Hinton, 2012): w = w - lr g / sqrt(v + eps)."""

    lr: float = 0.001
    rho: float = 0.9
    eps: float = 1e-7

    def __post_init__(self):
        _require_lr(self.lr)
        require_fraction("rho", self.rho)
        require(self.eps > 0, f"eps is {self.eps}: it is positive.")


@dataclass(frozen=True)
class Adam:
    """Adam (Kingma and Ba, 2015) in the order of computation of their section 2.

    That is Keras' convention: eps acts before the bias correction of the second moment.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-7

    def __post_init__(self):
        _require_lr(self.lr)
        require_fraction("beta1", self.beta1)
        require_fraction("beta2", self.beta2)
        require(self.eps > 0, f"eps is {self.eps}: it is positive.")


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay on kernels (Loshchilov and Hutter, 2019)."""

    weight_decay: float = 0.01

    def __post_init__(self):
        super().__post_init__()
        _require_decay(self.weight_decay)


NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
NEWTON_SCHULZ_STEPS = 5
"""Of `Muon`: steps x = a x + b (x x^T) x + c (x x^T)^2 x with a steep start, after which almost all
singular values lie between 0.7 and 1.2 (Jordan et al., 2024)."""


@dataclass(frozen=True)
class Muon:
    """Momentum, orthogonalized by a Newton-Schulz iteration (Jordan et al., 2024).

    The velocity of a hidden layer's kernel, written as a matrix with a row per filter, is replaced
    by a matrix of the same singular vectors whose singular values are all close to 1; its length
    depends on the shape alone, and so does the step. The kernel of the last layer, biases and
    batch norm take Nesterov's step with the same momentum.

    Parameters
    ----------
    lr : float
        Of the orthogonalized kernels.
    other_lr : float
        Of all other weights; a schedule acts on both.
    momentum : float
    weight_decay : float
        Decoupled, on all kernels, with the learning rate of each.
    """

    lr: float = 0.02
    other_lr: float = 0.01
    momentum: float = 0.9
    weight_decay: float = 0.0

    def __post_init__(self):
        _require_lr(self.lr)
        _require_lr(self.other_lr, "other_lr")
        require_fraction("momentum", self.momentum)
        _require_decay(self.weight_decay)


MODELS = ("shallow5x5", "shallow3x3", "vgg3x3")
LOSSES = {
    "cross_entropy": CrossEntropy,
    "binary_cross_entropy": BinaryCrossEntropy,
    "mean_squared_error": MeanSquaredError,
    "focal": Focal,
}
OPTIMIZERS = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam, "adamw": AdamW, "muon": Muon}

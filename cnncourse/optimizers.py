"""The optimizers that a recipe can have: their rules and rates, without a framework."""

import numpy as np

from cnncourse.declaration import (
    Flag,
    Fraction,
    LearningRate,
    NotNegative,
    Positive,
    Registry,
)
from cnncourse.errors import require

OPTIMIZERS = Registry("optimizer")


def single(value: float) -> float:
    """Round a hyper-parameter to float32, the precision in which Keras holds some of them.

    Unrounded on one side only, 1 - 0.999 would differ by 1e-5 between the frameworks.

    Examples
    --------
    >>> single(0.5), single(0.999)
    (0.5, 0.9990000128746033)
    """
    return float(np.float32(value))


@OPTIMIZERS.option("sgd")
class SGD:
    """Stochastic gradient descent, with momentum if asked for (Polyak, 1964; Nesterov, 1983).

    With a changing learning rate the velocity is scaled as PyTorch does: v = momentum v + g,
    w = w - lr v. `weight_decay` is decoupled (SGDW; Loshchilov and Hutter, 2019): each step takes
    lr weight_decay w off a kernel w, and the velocity knows nothing of it.
    """

    lr: LearningRate = 0.01
    momentum: Fraction = 0.0
    nesterov: Flag = False
    weight_decay: NotNegative = 0.0

    def __post_init__(self):
        require(
            self.momentum > 0 or not self.nesterov,
            "nesterov is true but momentum is 0: Nesterov's step needs momentum, try 0.9.",
        )


@OPTIMIZERS.option("rmsprop")
class RMSprop:
    """RMSprop (Tieleman and Hinton, 2012): w = w - lr g / sqrt(v + eps)."""

    lr: LearningRate = 0.001
    rho: Fraction = 0.9
    eps: Positive = 1e-7


@OPTIMIZERS.option("adam")
class Adam:
    """Adam (Kingma and Ba, 2015) in the order of computation of their section 2.

    That is Keras' convention: eps acts before the bias correction of the second moment.
    """

    lr: LearningRate = 0.001
    beta1: Fraction = 0.9
    beta2: Fraction = 0.999
    eps: Positive = 1e-7


@OPTIMIZERS.option("adamw")
class AdamW(Adam):
    """Adam with decoupled weight decay on kernels (Loshchilov and Hutter, 2019)."""

    weight_decay: NotNegative = 0.01


NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
NEWTON_SCHULZ_STEPS = 5
"""Of `Muon`: steps x = a x + b (x x^T) x + c (x x^T)^2 x with a steep start, after which almost all
singular values lie between 0.7 and 1.2 (Jordan et al., 2024)."""


@OPTIMIZERS.option("muon")
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

    lr: LearningRate = 0.02
    other_lr: LearningRate = 0.01
    momentum: Fraction = 0.9
    weight_decay: NotNegative = 0.0

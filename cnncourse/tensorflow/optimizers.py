"""The optimizers of a recipe in Keras, with the conventions that both frameworks share."""

from collections.abc import Iterable
from itertools import filterfalse

import keras
import tensorflow as tf

from cnncourse.errors import built
from cnncourse.optimizers import SGD, Adam, AdamW, Muon, RMSprop, single
from cnncourse.roles import Weight, is_kernel, is_orthogonalized
from cnncourse.tensorflow.muon import Orthogonalized
from cnncourse.tensorflow.weights import trained


class DecoupledSGD(keras.optimizers.Optimizer):
    """SGD whose velocity knows nothing of learning rate and decay: v = m v + g, w = w - lr v.

    That is PyTorch's convention. `keras.optimizers.SGD` keeps the learning rate inside the
    velocity, which then is another one after each change of the rate. Decay takes lr weight_decay w
    off a kernel w (Loshchilov and Hutter, 2019).

    Parameters
    ----------
    lr, momentum : float
    nesterov : bool
    weight_decay : float
    """

    def __init__(self, lr: float, momentum: float, nesterov: bool, weight_decay: float):
        super().__init__(learning_rate=lr, weight_decay=weight_decay or None)
        self.momentum, self.nesterov = momentum, nesterov

    def build(self, variables: list[keras.Variable]) -> None:
        super().build(variables)
        if self.momentum:
            self.velocities = self.add_optimizer_variables(variables, "velocity")

    def update_step(self, gradient, variable, learning_rate) -> None:
        lr = tf.cast(learning_rate, variable.dtype)
        if self.momentum:
            velocity = self.velocities[self._get_variable_index(variable)]
            velocity.assign(velocity * self.momentum + gradient)
            gradient = gradient + self.momentum * velocity if self.nesterov else velocity
        variable.assign_sub(lr * gradient)


def make_optimizer(
    option, model: keras.Model, weights: list[Weight] | None = None
) -> keras.optimizers.Optimizer:
    """Make the optimizer for weights of a model.

    Parameters
    ----------
    option
        An option in `cnncourse.optimizers.OPTIMIZERS`.
    model : keras.Model
    weights : list of Weight, optional
        Which of the trained weights it is for; all of them where it is left out.

    Returns
    -------
    keras.optimizers.Optimizer
        Call `prepare_step` before each of its steps.

    Examples
    --------
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> make_optimizer(SGD(lr=0.1, momentum=0.5), model).momentum
    0.5
    """
    weights = trained(model) if weights is None else weights
    optimizer = built(OPTIMIZERS, option)(option, weights)
    optimizer.build(_values(weights))
    return optimizer


def prepare_step(optimizer: keras.optimizers.Optimizer, option, lr: float, step: int) -> None:
    """Set the learning rate of a step, counted from 0, and what depends on the step."""
    optimizer.learning_rate.assign(single(lr))


def _sgd(option: SGD, weights: list[Weight]):
    decay = single(option.weight_decay)
    optimizer = DecoupledSGD(option.lr, single(option.momentum), option.nesterov, decay)
    return _decay_kernels_alone(optimizer, weights)


def _rmsprop(option: RMSprop, weights: list[Weight]):
    rho = single(option.rho)
    return keras.optimizers.RMSprop(learning_rate=option.lr, rho=rho, epsilon=option.eps)


def _adam(option: Adam, weights: list[Weight]):
    return keras.optimizers.Adam(**_adam_settings(option))


def _adamw(option: AdamW, weights: list[Weight]):
    decay = single(option.weight_decay)
    optimizer = keras.optimizers.AdamW(weight_decay=decay, **_adam_settings(option))
    return _decay_kernels_alone(optimizer, weights)


def _muon(option: Muon, weights: list[Weight]):
    optimizer = Orthogonalized(
        lr=option.lr,
        lr_ratio=option.other_lr / option.lr,
        momentum=single(option.momentum),
        weight_decay=single(option.weight_decay),
        orthogonal=_values(filter(is_orthogonalized, weights)),
    )
    return _decay_kernels_alone(optimizer, weights)


def _decay_kernels_alone(optimizer: keras.optimizers.Optimizer, weights: list[Weight]):
    optimizer.exclude_from_weight_decay(var_list=_values(filterfalse(is_kernel, weights)))
    return optimizer


def _values(weights: Iterable[Weight]) -> list[keras.Variable]:
    return [weight.value for weight in weights]


def _adam_settings(option: Adam) -> dict:
    beta_1, beta_2 = single(option.beta1), single(option.beta2)
    return {
        "learning_rate": option.lr,
        "beta_1": beta_1,
        "beta_2": beta_2,
        "epsilon": option.eps,
    }


OPTIMIZERS = {SGD: _sgd, RMSprop: _rmsprop, Adam: _adam, AdamW: _adamw, Muon: _muon}

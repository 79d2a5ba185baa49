"""The optimizers of a recipe in Keras, with the conventions that both frameworks share."""

import keras
import tensorflow as tf

from cnncourse.options import SGD, Adam, AdamW, Muon, RMSprop, single
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.muon import Orthogonalized
from cnncourse.tensorflow.weights import kernels


def make_optimizer(option, model: keras.Model) -> keras.optimizers.Optimizer:
    """Make the optimizer for the trainable variables of a model.

    Parameters
    ----------
    option : SGD, RMSprop, Adam, AdamW or Muon
    model : keras.Model

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
    optimizer = OPTIMIZERS[type(option)](option, model)
    optimizer.build(model.trainable_variables)
    return optimizer


def prepare_step(optimizer: keras.optimizers.Optimizer, option, lr: float, step: int) -> None:
    """Set the learning rate of a step, counted from 0, and what depends on the step."""
    if isinstance(option, SGD) and option.momentum and step > 0:
        # Keras keeps the learning rate inside the velocity, PyTorch outside.
        ratio = single(lr) / optimizer.lr_of_last_step
        if ratio != 1:
            for velocity in optimizer.momentums:
                velocity.assign(velocity * ratio)
    optimizer.learning_rate.assign(single(lr))
    optimizer.lr_of_last_step = single(lr)  # reading the variable would wait for the device


def clip_gradients(gradients: list[tf.Tensor], recipe: Recipe) -> tuple[list, tf.Tensor]:
    """Clip the gradients as the recipe says; return them and their norm before it."""
    norm = tf.linalg.global_norm(gradients)
    if recipe.clip_value is not None:
        limit = recipe.clip_value
        gradients = [tf.clip_by_value(g, -limit, limit) for g in gradients]
    if recipe.clip_norm is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, recipe.clip_norm)
    return gradients, norm


def penalty(model: keras.Model, recipe: Recipe) -> tf.Tensor | float:
    """Return the recipe's L1 and L2 penalty on the kernels of a model."""
    total = 0.0
    for kernel in kernels(model) if recipe.l1 or recipe.l2 else []:
        absolute, squared = tf.reduce_sum(tf.abs(kernel)), tf.reduce_sum(tf.square(kernel))
        total = total + recipe.l1 * absolute + recipe.l2 / 2 * squared
    return total


def _sgd(option: SGD, model: keras.Model):
    optimizer = keras.optimizers.SGD(
        learning_rate=option.lr,
        momentum=single(option.momentum),
        nesterov=option.nesterov,
        weight_decay=single(option.weight_decay) or None,
    )
    return _decay_kernels_alone(optimizer, model)


def _rmsprop(option: RMSprop, model: keras.Model):
    rho = single(option.rho)
    return keras.optimizers.RMSprop(learning_rate=option.lr, rho=rho, epsilon=option.eps)


def _adam(option: Adam, model: keras.Model):
    return keras.optimizers.Adam(**_adam_settings(option))


def _adamw(option: AdamW, model: keras.Model):
    decay = single(option.weight_decay)
    optimizer = keras.optimizers.AdamW(weight_decay=decay, **_adam_settings(option))
    return _decay_kernels_alone(optimizer, model)


def _muon(option: Muon, model: keras.Model):
    optimizer = Orthogonalized(
        lr=option.lr,
        lr_ratio=option.other_lr / option.lr,
        momentum=single(option.momentum),
        weight_decay=single(option.weight_decay),
        orthogonal=kernels(model)[:-1],
    )
    return _decay_kernels_alone(optimizer, model)


def _decay_kernels_alone(optimizer: keras.optimizers.Optimizer, model: keras.Model):
    decayed = {id(kernel) for kernel in kernels(model)}
    rest = [v for v in model.trainable_variables if id(v) not in decayed]
    optimizer.exclude_from_weight_decay(var_list=rest)
    return optimizer


def _adam_settings(option: Adam) -> dict:
    beta_1, beta_2 = single(option.beta1), single(option.beta2)
    return {
        "learning_rate": option.lr,
        "beta_1": beta_1,
        "beta_2": beta_2,
        "epsilon": option.eps,
    }


OPTIMIZERS = {SGD: _sgd, RMSprop: _rmsprop, Adam: _adam, AdamW: _adamw, Muon: _muon}

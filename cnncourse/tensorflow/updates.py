"""What a recipe does to gradients before the optimizer has them, in TensorFlow."""

import tensorflow as tf

from cnncourse.errors import built
from cnncourse.updates import L1, L2, ClipNorm, ClipValue


def change_gradients(
    steps: tuple, gradients: list[tf.Tensor], weights: list[tf.Variable], is_kernel: list[bool]
) -> list[tf.Tensor]:
    """Change the gradients of a step as a recipe's `gradients` say, one after the other.

    Parameters
    ----------
    steps : tuple
        Options in `cnncourse.updates.GRADIENT_STEPS`.
    gradients, weights : list of Tensor
        One gradient for each weight.
    is_kernel : list of bool
        Which of the weights are kernels: penalties are for these alone.

    Returns
    -------
    list of Tensor
        The gradients.

    Examples
    --------
    >>> weight, gradient = tf.constant([2.0, -4.0]), tf.constant([1.0, 1.0])
    >>> change_gradients((L2(0.5), ClipValue(1.5)), [gradient], [weight], [True])[0].numpy()
    array([ 1.5, -1. ], dtype=float32)
    """
    for step in steps:
        gradients = built(GRADIENT_STEPS, step)(step, gradients, weights, is_kernel)
    return gradients


def global_norm(gradients: list[tf.Tensor]) -> tf.Tensor:
    """Return the Euclidean norm of all gradients together."""
    return tf.linalg.global_norm(gradients)


def l1(option: L1, gradients, weights, is_kernel):
    return [
        gradient + option.strength * tf.sign(weight) if decayed else gradient
        for gradient, weight, decayed in zip(gradients, weights, is_kernel, strict=True)
    ]


def l2(option: L2, gradients, weights, is_kernel):
    return [
        gradient + option.strength * tf.convert_to_tensor(weight) if decayed else gradient
        for gradient, weight, decayed in zip(gradients, weights, is_kernel, strict=True)
    ]


def clip_value(option: ClipValue, gradients, weights, is_kernel):
    return [tf.clip_by_value(gradient, -option.limit, option.limit) for gradient in gradients]


def clip_norm(option: ClipNorm, gradients, weights, is_kernel):
    clipped, _ = tf.clip_by_global_norm(gradients, option.limit)
    return clipped


GRADIENT_STEPS = {L1: l1, L2: l2, ClipValue: clip_value, ClipNorm: clip_norm}

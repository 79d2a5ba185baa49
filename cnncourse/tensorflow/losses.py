"""The losses of a recipe in TensorFlow: one value per example, from logits."""

import tensorflow as tf

from cnncourse.errors import built
from cnncourse.losses import (
    BinaryCrossEntropy,
    CrossEntropy,
    Focal,
    LogitAdjusted,
    MeanSquaredError,
)


def per_example_loss(option, logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """Compute the loss of each example.

    Parameters
    ----------
    option
        An option in `cnncourse.losses.LOSSES`.
    logits : Tensor of shape (batch, num_outputs)
    targets : Tensor of int64, shape (batch,), or of the logits' dtype, shape (batch, num_outputs)
        Labels, or distributions over the classes; see `distributions`.

    Returns
    -------
    Tensor of shape (batch,)

    Examples
    --------
    >>> per_example_loss(CrossEntropy(), tf.zeros([1, 10]), tf.constant([3])).numpy()
    array([2.3025851], dtype=float32)
    """
    if len(targets.shape) == 1:
        targets = distributions(targets, logits.shape[1], logits.dtype)
    return built(LOSSES, option)(option, logits, targets)


def distributions(labels: tf.Tensor, num_outputs: int, dtype: tf.DType) -> tf.Tensor:
    """Turn labels into target distributions.

    Parameters
    ----------
    labels : Tensor of int64, shape (batch,)
    num_outputs : int
        1 for a binary task: the target is then the probability of class 1.
    dtype : tf.DType

    Returns
    -------
    Tensor of shape (batch, num_outputs)

    Examples
    --------
    >>> distributions(tf.constant([1]), 3, tf.float32).numpy()
    array([[0., 1., 0.]], dtype=float32)
    """
    if num_outputs == 1:
        return tf.cast(labels[:, None], dtype)
    return tf.one_hot(labels, num_outputs, dtype=dtype)


def correct(logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """Return how far each example is classified correctly: its target's share of the prediction.

    For a label that is 1 or 0; for a distribution it lies between.

    Parameters
    ----------
    logits, targets : Tensor
        As for `per_example_loss`, with the targets as distributions.

    Returns
    -------
    Tensor of shape (batch,)
    """
    if logits.shape[1] == 1:
        return tf.where(logits > 0, targets, 1 - targets)[:, 0]
    return tf.gather(targets, tf.argmax(logits, axis=1), axis=1, batch_dims=1)


def cross_entropy(option: CrossEntropy, logits, targets):
    smoothing = option.label_smoothing
    smooth = targets * (1 - smoothing) + smoothing / logits.shape[1]
    losses = tf.nn.softmax_cross_entropy_with_logits(smooth, logits)
    return losses * _class_weight(option.class_weights, targets)


def binary_cross_entropy(option: BinaryCrossEntropy, logits, targets):
    smoothing = option.label_smoothing
    smooth = targets * (1 - smoothing) + smoothing / 2
    losses = tf.nn.sigmoid_cross_entropy_with_logits(smooth, logits)
    return tf.reduce_mean(losses, axis=1)


def mean_squared_error(option: MeanSquaredError, logits, targets):
    return tf.reduce_mean(tf.square(logits - targets), axis=1)


def focal(option: Focal, logits, targets):
    log_p = tf.nn.log_softmax(logits)
    # 1 - p from log p without cancellation; the floor keeps the power differentiable at p = 1.
    difficulty = tf.maximum(-tf.math.expm1(log_p), 1e-12) ** option.gamma
    losses = -tf.reduce_sum(targets * difficulty * log_p, axis=1)
    return losses * _class_weight(option.class_weights, targets)


def logit_adjusted(option: LogitAdjusted, logits, targets):
    adjusted = logits + option.tau * tf.math.log(tf.constant(option.priors, logits.dtype))
    return tf.nn.softmax_cross_entropy_with_logits(targets, adjusted)


LOSSES = {
    CrossEntropy: cross_entropy,
    BinaryCrossEntropy: binary_cross_entropy,
    MeanSquaredError: mean_squared_error,
    Focal: focal,
    LogitAdjusted: logit_adjusted,
}


def _class_weight(weights: tuple[float, ...] | None, targets):
    return (
        1.0 if weights is None else tf.linalg.matvec(targets, tf.constant(weights, targets.dtype))
    )

"""The losses of a recipe in TensorFlow: one value per example, from logits."""

import tensorflow as tf

from cnncourse.options import BinaryCrossEntropy, CrossEntropy, Focal, MeanSquaredError


def per_example_loss(option, logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """Compute the loss of each example.

    Parameters
    ----------
    option : CrossEntropy, BinaryCrossEntropy, MeanSquaredError or Focal
    logits : Tensor of shape (batch, num_outputs)
    labels : Tensor of int64, shape (batch,)

    Returns
    -------
    Tensor of shape (batch,)

    Examples
    --------
    >>> per_example_loss(CrossEntropy(), tf.zeros([1, 10]), tf.constant([3])).numpy()
    array([2.3025851], dtype=float32)
    """
    return LOSSES[type(option)](option, logits, labels)


def correct(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """Return which examples are classified correctly: bool, shape (batch,)."""
    if logits.shape[1] == 1:
        return (logits[:, 0] > 0) == (labels == 1)
    return tf.argmax(logits, axis=1) == labels


def cross_entropy(option: CrossEntropy, logits, labels):
    smoothing = option.label_smoothing
    targets = _targets(logits, labels) * (1 - smoothing) + smoothing / logits.shape[1]
    losses = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
    return losses * _class_weight(option, logits, labels)


def binary_cross_entropy(option: BinaryCrossEntropy, logits, labels):
    smoothing = option.label_smoothing
    targets = _targets(logits, labels) * (1 - smoothing) + smoothing / 2
    losses = tf.nn.sigmoid_cross_entropy_with_logits(targets, logits)
    return tf.reduce_mean(losses, axis=1)


def mean_squared_error(option: MeanSquaredError, logits, labels):
    return tf.reduce_mean(tf.square(logits - _targets(logits, labels)), axis=1)


def focal(option: Focal, logits, labels):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, axis=1, batch_dims=1)
    # 1 - p from log p without cancellation; the floor keeps the power differentiable at p = 1.
    difficulty = tf.maximum(-tf.math.expm1(log_p), 1e-12) ** option.gamma
    return -difficulty * log_p * _class_weight(option, logits, labels)


LOSSES = {
    CrossEntropy: cross_entropy,
    BinaryCrossEntropy: binary_cross_entropy,
    MeanSquaredError: mean_squared_error,
    Focal: focal,
}


def _targets(logits, labels):
    if logits.shape[1] == 1:
        return tf.cast(labels[:, None], logits.dtype)
    return tf.one_hot(labels, logits.shape[1], dtype=logits.dtype)


def _class_weight(option, logits, labels):
    if option.class_weights is None:
        return 1.0
    return tf.gather(tf.constant(option.class_weights, logits.dtype), labels)

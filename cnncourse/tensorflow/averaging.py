"""The moving average of a Keras model's weights, to evaluate with in their place."""

import keras
import tensorflow as tf


class WeightAverage:
    """Exponential moving average of all weights, batch norm statistics included.

    After t steps a weight w has the average sum_s d^(t-s) w_s / sum_s d^(t-s) with the decay d
    (Polyak and Juditsky, 1992, with the weights of Kingma and Ba, 2015, section 3): the initial
    weights do not count. The weights that are trained are left alone, unlike in look-ahead
    (Zhang et al., 2019), so that a run has the same losses with the average and without.

    Parameters
    ----------
    model : keras.Model
    decay : float
        0 takes no average: `update` and `swap` then do nothing.

    Examples
    --------
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> average = WeightAverage(model, decay=0.5)
    >>> for value in (3.0, 6.0):
    ...     _ = model.layers[0].kernel.assign([[value]])
    ...     average.update()
    >>> average.swap()
    >>> model.layers[0].kernel.numpy().item()
    5.0
    """

    def __init__(self, model: keras.Model, decay: float):
        variables = model.variables if decay else []
        self.weights = [v for v in variables if tf.as_dtype(v.dtype).is_floating]
        self.averages = [tf.Variable(tf.zeros_like(v.value)) for v in self.weights]
        self.decay, self.num_updates = decay, 0

    def update(self) -> None:
        """Take the weights in; call it after each step."""
        self.num_updates += 1
        share = (1 - self.decay) / (1 - self.decay**self.num_updates)
        if self.weights:
            self._move(tf.constant(share, tf.float64))

    @tf.function
    def _move(self, share: tf.Tensor) -> None:
        for weight, average in zip(self.weights, self.averages, strict=True):
            average.assign_add(tf.cast(share, average.dtype) * (weight.value - average))

    def swap(self) -> None:
        """Exchange weights and averages; a second call undoes the first.

        Before the first update there is no average, and nothing is exchanged.
        """
        if not self.num_updates:
            return
        for weight, average in zip(self.weights, self.averages, strict=True):
            kept = tf.identity(weight.value)
            weight.assign(average)
            average.assign(kept)

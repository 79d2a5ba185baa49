"""Muon in Keras: momentum, orthogonalized by a Newton-Schulz iteration."""

import keras
import tensorflow as tf

from cnncourse.optimizers import NEWTON_SCHULZ, NEWTON_SCHULZ_STEPS


class Orthogonalized(keras.optimizers.Optimizer):
    """Nesterov's step, orthogonalized for some variables.

    `keras.optimizers.Muon` takes matrices only, and no kernels of convolutions.

    Parameters
    ----------
    lr, lr_ratio : float
        Learning rate, and its factor for variables that are not orthogonalized.
    momentum, weight_decay : float
    orthogonal : list of Variable
    """

    def __init__(
        self, lr: float, lr_ratio: float, momentum: float, weight_decay: float, orthogonal
    ):
        super().__init__(learning_rate=lr, weight_decay=weight_decay)
        self.lr_ratio, self.momentum = lr_ratio, momentum
        self._orthogonal = {self._var_key(variable) for variable in orthogonal}

    def build(self, variables: list[keras.Variable]) -> None:
        super().build(variables)
        self.velocities = self.add_optimizer_variables(variables, "velocity")

    def update_step(self, gradient, variable, learning_rate) -> None:
        velocity = self.velocities[self._get_variable_index(variable)]
        velocity.assign(velocity * self.momentum + gradient)
        update = gradient + self.momentum * velocity
        if self._var_key(variable) in self._orthogonal:
            update = _of_kernel(update)
        variable.assign_sub(self._lr(variable) * update)

    def _apply_weight_decay(self, variables: list[keras.Variable]) -> None:
        for variable in variables:
            if self._use_weight_decay(variable):
                variable.assign(variable * (1 - self._lr(variable) * self.weight_decay))

    def _lr(self, variable: keras.Variable) -> tf.Tensor:
        lr = tf.cast(self.learning_rate, variable.dtype)
        return lr if self._var_key(variable) in self._orthogonal else lr * self.lr_ratio


def orthogonalize(matrix: tf.Tensor) -> tf.Tensor:
    """Bring all singular values of a matrix close to 1 and keep its singular vectors.

    Parameters
    ----------
    matrix : Tensor of shape (rows, columns)

    Returns
    -------
    Tensor of shape (rows, columns)

    Examples
    --------
    >>> singular_values = tf.linalg.svd(orthogonalize(tf.constant([[9.0, 0], [0, 1]])))[0]
    >>> bool(tf.reduce_all((singular_values > 0.6) & (singular_values < 1.3)))
    True
    """
    # The smaller of the two products of the matrix with itself.
    rows, columns = matrix.shape
    x = tf.transpose(matrix) if rows > columns else matrix
    x = x / (tf.sqrt(tf.reduce_sum(tf.square(x))) + 1e-7)
    a, b, c = NEWTON_SCHULZ
    for _ in range(NEWTON_SCHULZ_STEPS):
        gram = tf.matmul(x, x, transpose_b=True)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return tf.transpose(x) if rows > columns else x


def _of_kernel(update: tf.Tensor) -> tf.Tensor:
    """Orthogonalize as (filters, rest); more filters than inputs make the step longer."""
    num_filters = update.shape[-1]
    # Keras has the filters last: the matrix is the transpose.
    matrix = tf.reshape(update, [-1, num_filters])
    scale = max(1, num_filters / matrix.shape[0]) ** 0.5
    return tf.reshape(orthogonalize(matrix), update.shape) * scale

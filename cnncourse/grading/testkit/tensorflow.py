"""What the tests of an exercise need of TensorFlow; `pytorch` beside it has the same names."""

import keras
import numpy as np
import tensorflow as tf

# Keras and TensorFlow log hints (a retraced function, say) that are no fault of an answer.
tf.get_logger().setLevel("ERROR")

NOT_CONNECTED = (
    "The loss is not connected to the logits, so nothing can be learned from it: return the tensor "
    "itself, computed with TensorFlow operations only (no float(), .numpy() or NumPy on the way)."
)


def batch(images, labels):
    """Tensors x, y of images (batch, height, width, channels) and labels (batch,)."""
    return tf.constant(images, dtype=tf.float32), tf.constant(labels, dtype=tf.int64)


def to_numpy(value) -> np.ndarray:
    """A tensor, or whatever else was returned, as an array."""
    return np.asarray(value)


def predict(model, x) -> np.ndarray:
    """Outputs of the model in evaluation mode."""
    return to_numpy(model(x, training=False))


def weights(model) -> list[np.ndarray]:
    """Copies of all trained weights; a kernel of a convolution as (height, width, in, out)."""
    return [variable.numpy().copy() for variable in model.trainable_variables]


def push(model, x, targets, max_steps: int = 250) -> None:
    """Train the model until every output has passed half of its target.

    Parameters
    ----------
    model : keras.Model
    x : tensor
        Images, as `batch` makes them.
    targets : array-like, that broadcasts to the outputs' shape (batch, num_classes)
    max_steps : int
    """
    targets = tf.constant(targets, dtype=tf.float32)
    variables = [variable.value for variable in model.trainable_variables]
    moments = [[tf.Variable(tf.zeros_like(v)) for _ in range(2)] for v in variables]
    for step in range(1, max_steps + 1):
        with tf.GradientTape() as tape:
            outputs = tf.cast(model(x, training=False), tf.float32)
            loss = tf.reduce_mean(tf.square(outputs - targets))
        if tf.reduce_min(outputs / targets) > 0.5:
            break
        gradients = tape.gradient(loss, variables)
        for variable, (m, v), gradient in zip(variables, moments, gradients, strict=True):
            if gradient is not None:
                _adam_step(variable, m, v, gradient, step)


def _adam_step(variable, m, v, gradient, step: int) -> None:
    # Keras' own optimizer takes longer for its Python than all the rest of a step does.
    tf.raw_ops.ResourceApplyAdam(
        var=variable.handle,
        m=m.handle,
        v=v.handle,
        grad=gradient,
        lr=0.01,
        beta1=0.9,
        beta2=0.999,
        beta1_power=0.9**step,
        beta2_power=0.999**step,
        epsilon=1e-7,
    )


def value_and_gradient(loss_fn, logits, labels):
    """Value of loss_fn(logits, labels) and its gradient with respect to the logits, as arrays."""
    logits = tf.constant(logits, dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = loss_fn(logits, tf.constant(labels, dtype=tf.int64))
    assert tf.is_tensor(loss), NOT_CONNECTED
    gradient = tape.gradient(loss, logits)
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
    kernel = np.asarray(kernel, dtype="float32")
    model = keras.Sequential(
        [keras.Input(kernel.shape[:1]), keras.layers.Dense(kernel.shape[1], use_bias=False)]
    )
    (variable,) = model.trainable_variables
    variable.assign(kernel)
    optimizer = make_optimizer(model)
    path = []
    for gradient in gradients:
        optimizer.apply_gradients([(tf.constant(gradient, dtype=tf.float32), variable)])
        path.append(variable.numpy().astype(float))
    return path


class _PixelModel(keras.Model):
    def __init__(self, w1, b1, w2, b2, in_training):
        super().__init__(name="pixel_model")
        for name, value in (("w1", w1), ("b1", b1), ("w2", w2), ("b2", b2)):
            start = keras.initializers.Constant(value)
            setattr(self, name, self.add_weight(shape=(), initializer=start, name=name))
        self.in_training = in_training

    def call(self, x, training=False):
        outputs = self.w2 * (self.w1 * tf.reshape(x, (-1, 1)) + self.b1) + self.b2
        return outputs + self.in_training if training else outputs


def pixel_model(w1=1.0, b1=0.0, w2=1.0, b2=0.0, in_training=0.0):
    """Two layers of one neuron each, for images of one pixel: w2 * (w1 * pixel + b1) + b2.

    In training mode the output is larger by `in_training`, as dropout and batch normalization
    change it: the loss tells in which mode the model was.
    """
    return _PixelModel(w1, b1, w2, b2, in_training)


def sgd(model, lr: float, momentum: float = 0.0):
    """Gradient descent, plain by default."""
    return keras.optimizers.SGD(lr, momentum=momentum)


def squared_error(logits, labels):
    """Mean squared difference of the only output and the label."""
    return tf.reduce_mean(tf.square(logits[:, 0] - tf.cast(labels, tf.float32)))


def small_network():
    """A network with weights of every kind: convolution, dense layer, and batch norm behind it.

    It takes images (1, 1, 2) and has three filters and two outputs.
    """
    convolution, dense = keras.layers.Conv2D(3, 1), keras.layers.Dense(2)
    flatten, norm = keras.layers.Flatten(), keras.layers.BatchNormalization()
    return keras.Sequential([keras.Input((1, 1, 2)), convolution, flatten, dense, norm])


def state(model) -> list[np.ndarray]:
    """Copies of all that a `small_network` is.

    Kernel (height, width, in, out) and bias of the convolution, kernel (in, out) and bias of the
    dense layer, scale and shift, which are all trained, and the running mean and variance.
    """
    return [variable.numpy().copy() for variable in _floats(model)]


def set_state(model, arrays) -> None:
    """Change a `small_network` in place: what `state` returns, or the first of it."""
    for variable, array in zip(_floats(model), arrays, strict=False):
        variable.assign(np.asarray(array, dtype="float32"))


def _floats(model) -> list:
    """The variables of all layers, those that are not trained last."""
    return [*model.trainable_variables, *model.non_trainable_variables]


def descend_all(make_optimizer, start, gradients) -> list[list[np.ndarray]]:
    """The trained weights of a `small_network` after each step of an optimizer.

    Parameters
    ----------
    make_optimizer : callable
        Takes the model, returns the optimizer.
    start : list of array-like
        The six weights, as in `state`.
    gradients : list of lists of array-like
        For each step, those of the weights.
    """
    model = small_network()
    set_state(model, start)
    optimizer, path = make_optimizer(model), []
    for step in gradients:
        tensors = [tf.constant(gradient, dtype=tf.float32) for gradient in step]
        optimizer.apply_gradients(zip(tensors, model.trainable_variables, strict=True))
        path.append(state(model)[: len(start)])
    return path

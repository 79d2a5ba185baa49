"""What the tests of an exercise need of TensorFlow; `kit_pytorch` has the same names."""

from types import SimpleNamespace

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


def take(x, indices):
    """The examples of x at the given indices."""
    return tf.gather(x, indices)


def to_numpy(value) -> np.ndarray:
    """A tensor, or whatever else was returned, as an array."""
    return np.asarray(value)


def predict(model, x) -> np.ndarray:
    """Outputs of the model in evaluation mode."""
    return to_numpy(model(x, training=False))


def weights(model) -> list[np.ndarray]:
    """Copies of all trained weights; a kernel of a convolution as (height, width, in, out)."""
    return [variable.numpy().copy() for variable in model.trainable_variables]


def push(model, x, target: float, max_steps: int = 250) -> np.ndarray:
    """Train the model until every output has passed half of `target`; return its outputs."""
    optimizer = keras.optimizers.Adam(0.01)
    for _ in range(max_steps):
        with tf.GradientTape() as tape:
            outputs = model(x, training=False)
            loss = tf.reduce_mean(tf.square(outputs - target))
        if tf.reduce_min(outputs / target) > 0.5:
            break
        gradients = tape.gradient(loss, model.trainable_variables)
        pairs = zip(gradients, model.trainable_variables, strict=True)
        optimizer.apply_gradients((g, v) for g, v in pairs if g is not None)
    return predict(model, x)


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
    def __init__(self, scale: float):
        super().__init__(name="pixel_model")
        self.scale = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(scale), name="scale"
        )
        # Keras replaces a plain list by one of its own; inside another object it stays as it is.
        self.seen = SimpleNamespace(modes=[])

    def call(self, x, training=False):
        self.seen.modes.append(bool(training))
        return self.scale * tf.reshape(x, (-1, 1))


def pixel_model(scale: float):
    """A model with one weight: its output is `scale` times the pixel of a one-pixel image."""
    return _PixelModel(scale)


def modes(model) -> list[bool]:
    """Whether each call of a pixel model so far was in training mode."""
    return model.seen.modes


def sgd(model, lr: float):
    """Plain gradient descent."""
    return keras.optimizers.SGD(lr)


def squared_error(logits, labels):
    """Mean squared difference of the only output and the label."""
    return tf.reduce_mean(tf.square(logits[:, 0] - tf.cast(labels, tf.float32)))


def fingerprint(logits, labels):
    """A loss that tells which examples a batch has; see `checks.examples_in`."""
    total = tf.reduce_sum(tf.bitwise.left_shift(tf.ones_like(labels), labels))
    wrong = tf.reduce_sum(tf.square(logits[:, 0] - tf.cast(labels, tf.float32)))
    return tf.cast(total, tf.float32) + 2.0**21 * wrong


# --- right answers that stand in for a student's own while another part is tested -------------


def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )


def cross_entropy(logits, labels):
    return tf.reduce_mean(
        keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    )


def make_optimizer(name, model, lr):
    if name == "adam":
        return keras.optimizers.Adam(lr)
    return keras.optimizers.SGD(lr, momentum=0.9)


def sgd_with_decay(model, lr, weight_decay):
    # Without momentum PyTorch's and Keras' ways of decay are the same.
    return keras.optimizers.SGD(lr, weight_decay=weight_decay)


def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return float(loss)

"""The loop of Keras: `compile` and `fit`, rescaling and augmentation as layers of the model."""

import keras
import tensorflow as tf
from keras import layers

from cnncourse.moves import Shift
from cnncourse.tensorflow import build_model


def dataset(split, batch_size: int, shuffle: bool = False) -> tf.data.Dataset:
    """The images of a split in batches; with `shuffle`, in a new order each time.

    Autotuning is off: it can hold up the end of an epoch for seconds.
    """
    found = tf.data.Dataset.from_tensor_slices((split.images, split.labels))
    if shuffle:
        found = found.shuffle(len(split.labels))
    options = tf.data.Options()
    options.autotune.enabled = False
    return found.batch(batch_size).prefetch(2).with_options(options)


def as_users_build_it(model: keras.Model) -> list[layers.Layer]:
    """The layers of the recipe's model, with Keras' own batch norm."""
    return [
        layers.BatchNormalization.from_config(layer.get_config())
        if isinstance(layer, layers.BatchNormalization)
        else layer
        for layer in model.layers
    ]


def compute_in(precision: str, network: list[layers.Layer]) -> None:
    """Have the layers of a network, and those made later, compute in a precision."""
    if precision == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
        for layer in network[:-1]:  # the logits stay in float32
            layer.dtype_policy = keras.mixed_precision.dtype_policy()


def preprocessing(augmentation: tuple) -> list[layers.Layer]:
    """Layers that bring uint8 pixels to [0, 1] and, in training, mirror and shift the images."""
    (shift,) = (option for option in augmentation if type(option) is Shift)
    return [
        layers.Rescaling(1 / 255),
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(shift.height, shift.width, fill_mode="nearest"),
    ]


class Report(keras.callbacks.Callback):
    """Tells the gate about steps and epochs."""

    def __init__(self, gate):
        super().__init__()
        self.gate = gate

    def on_train_batch_end(self, batch, logs=None):
        self.gate.step()

    def on_epoch_end(self, epoch, logs=None):
        self.gate.epoch(logs["val_loss"])


def run(images, recipe, gate):
    """Train the recipe's model."""
    network = as_users_build_it(build_model(recipe, images.image_shape, images.num_classes))
    compute_in(recipe.precision, network)
    model = keras.Sequential(
        [
            keras.Input(images.image_shape, dtype="uint8"),
            *preprocessing(recipe.augmentation),
            *network,
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(recipe.optimizer.lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(
        dataset(images.train, recipe.batch_size, shuffle=True),
        epochs=recipe.num_epochs,
        validation_data=dataset(images.val, recipe.batch_size),
        callbacks=[Report(gate)],
        verbose=0,
    )

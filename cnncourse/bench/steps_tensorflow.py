"""From the notebook's loop to the fast one in TensorFlow, one change at a time."""

import keras
import tensorflow as tf

from cnncourse.batches import epoch_batches
from cnncourse.bench.keras_fit import as_users_build_it, compute_in, dataset, preprocessing
from cnncourse.processor import keep_freed_memory
from cnncourse.tensorflow import build_model
from cnncourse.tensorflow.augment import augment


def run(images, recipe, gate, *, changes: tuple[str, ...]):
    """Train the recipe's model with the `changes` that `contestants` names."""
    model = build_model(recipe, images.image_shape, images.num_classes)
    if "fused_batch_norm" not in changes:
        model = keras.Sequential([keras.Input(images.image_shape), *as_users_build_it(model)])
    compute_in(recipe.precision, model.layers)
    if "relu_after_pool" not in changes:
        model = with_relu_before_pool(model)
    if "memory_kept" in changes:
        keep_freed_memory()
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(recipe.optimizer.lr)
    optimizer.build(model.trainable_variables)
    layers = keras.Sequential(preprocessing(recipe.augmentation))

    def step(pixels, labels, *drawn):
        if "resident" in changes:
            inputs = tf.cast(pixels, tf.float32) / 255
            inputs, labels = augment(inputs, labels, drawn, recipe)
        else:
            inputs = layers(pixels, training=True)
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    if "graph" in changes:
        step = tf.function(step, jit_compile=recipe.compile)
    batches = _resident(images, recipe) if "resident" in changes else _loaded(images, recipe)
    for epoch in range(recipe.num_epochs):
        running_loss, losses = 0.0, []
        for arguments in batches(epoch):
            loss = step(*arguments)
            if "no_float" in changes:
                losses.append(loss)
            else:
                running_loss += float(loss)
            gate.step()
        if losses:
            running_loss = float(tf.add_n(losses))


def with_relu_before_pool(model: keras.Sequential) -> keras.Sequential:
    """The same function of the same weights, computed from four times as many numbers."""
    layers = list(model.layers)
    for i in range(len(layers) - 1):
        if isinstance(layers[i], keras.layers.MaxPooling2D) and isinstance(
            layers[i + 1], keras.layers.ReLU
        ):
            layers[i], layers[i + 1] = layers[i + 1], layers[i]
    return keras.Sequential([keras.Input(model.input_shape[1:]), *layers])


def _loaded(images, recipe):
    """Batches of a tf.data pipeline."""
    batches = dataset(images.train, recipe.batch_size, shuffle=True)
    return lambda epoch: batches


def _resident(images, recipe):
    """Batches out of the images kept in memory as uint8, with the draws for their augmentation."""
    pixels, labels = tf.constant(images.train.images), tf.constant(images.train.labels)

    def batches(epoch):
        for batch in epoch_batches(recipe, len(labels), images.image_shape, epoch):
            yield (
                tf.gather(pixels, batch.indices),
                tf.gather(labels, batch.indices),
                *(tf.constant(change, tf.float32) for change in batch.changes),
            )

    return batches

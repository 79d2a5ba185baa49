"""What TensorFlow itself takes: the bare passes of the model, and its large layers alone."""

import keras
import tensorflow as tf

from cnncourse.bench.keras_fit import compute_in
from cnncourse.processor import keep_freed_memory
from cnncourse.tensorflow import build_model


def passes(images, recipe, gate):
    """Forward and backward through the recipe's model, again and again on one fixed batch."""
    model, inputs, labels = _model_and_batch(images, recipe)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def work(inputs, labels):
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs, training=True))
        return tape.gradient(loss, model.trainable_variables)

    while True:
        work(inputs, labels)
        gate.step()


def layers(images, recipe, gate):
    """The same for each convolution and dense layer alone, on the inputs it has in the model."""
    model, values, _ = _model_and_batch(images, recipe)
    large, arguments = [], []
    for layer in model.layers:
        outputs = layer(values)
        if isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
            large.append(layer)
            arguments.append((tf.cast(values, outputs.dtype), tf.ones_like(outputs)))
        values = outputs

    @tf.function
    def work(arguments):
        gradients = []
        for index, (layer, (layer_inputs, gradient)) in enumerate(
            zip(large, arguments, strict=True)
        ):
            wanted = [*layer.trainable_variables, *([layer_inputs] if index else [])]
            with tf.GradientTape() as tape:
                tape.watch(layer_inputs)
                outputs = layer(layer_inputs)
            gradients.append(tape.gradient(outputs, wanted, output_gradients=gradient))
        return gradients

    while True:
        work(arguments)
        gate.step()


def _model_and_batch(images, recipe):
    if not tf.config.list_physical_devices("GPU"):
        keep_freed_memory()
    model = build_model(recipe, images.image_shape, images.num_classes)
    compute_in(recipe.precision, model.layers)
    pixels = tf.constant(images.train.images[: recipe.batch_size])
    labels = tf.constant(images.train.labels[: recipe.batch_size])
    return model, tf.cast(pixels, tf.float32) / 255, labels

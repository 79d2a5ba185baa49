"""The eager TensorFlow loop of the tutorials: a GradientTape, no `tf.function`."""

import keras
import tensorflow as tf

from cnncourse.bench.keras_fit import as_users_build_it, dataset, preprocessing
from cnncourse.tensorflow import build_model


def run(images, recipe, gate):
    """Train the recipe's model."""
    network = build_model(recipe, images.image_shape, images.num_classes)
    model = keras.Sequential([keras.Input(images.image_shape), *as_users_build_it(network)])
    prepare = keras.Sequential(preprocessing(recipe.augmentation))
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(recipe.optimizer.lr)
    train_batches = dataset(images.train, recipe.batch_size, shuffle=True)
    val_batches = dataset(images.val, recipe.batch_size)

    for _ in range(recipe.num_epochs):
        running_loss = 0.0
        for inputs, labels in train_batches:
            inputs = prepare(inputs, training=True)
            with tf.GradientTape() as tape:
                loss = loss_fn(labels, model(inputs, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
            running_loss += float(loss)
            gate.step()

        val_loss = 0.0
        for inputs, labels in val_batches:
            logits = model(prepare(inputs, training=False), training=False)
            val_loss += float(loss_fn(labels, logits)) * len(labels)
        gate.epoch(val_loss / len(images.val.labels))

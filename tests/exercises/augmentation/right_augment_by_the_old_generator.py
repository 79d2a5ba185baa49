# loses: nothing
# ruff: noqa
"""The old generator itself, which TensorFlow still has."""


# %% augment [tensorflow]
def augment(x):
    generator = tf.keras.preprocessing.image.ImageDataGenerator(
        rotation_range=20,
        width_shift_range=0.1,
        height_shift_range=0.1,
        zoom_range=0.1,
        horizontal_flip=True,
        fill_mode="nearest",
    )
    return tf.constant(np.stack([generator.random_transform(image) for image in x.numpy()]))

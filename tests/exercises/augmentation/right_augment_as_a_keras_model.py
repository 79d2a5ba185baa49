# loses: nothing
# ruff: noqa
"""Modules that are put together (PyTorch), and a Keras model in training mode."""


# %% augment [pytorch]
import kornia.augmentation as K


def augment(x):
    options = {"same_on_batch": False, "p": 1.0}
    moves = K.AugmentationSequential(
        K.RandomAffine(0.0, translate=(0.1, 0.1), padding_mode="border", **options),
        K.RandomAffine(20.0, padding_mode="border", **options),
        K.RandomAffine(0.0, scale=(0.9, 1.1, 0.9, 1.1), padding_mode="border", **options),
        K.RandomHorizontalFlip(p=0.5),
        data_keys=["input"],
    )
    return moves(x)


# %% augment [tensorflow]
def augment(x):
    layers = keras.layers
    inputs = keras.Input(x.shape[1:])
    outputs = layers.RandomFlip("horizontal")(inputs)
    outputs = layers.RandomTranslation(0.1, 0.1, fill_mode="nearest")(outputs)
    outputs = layers.RandomRotation((-1 / 18, 1 / 18), fill_mode="nearest")(outputs)
    outputs = layers.RandomZoom((-0.1, 0.1), (-0.1, 0.1), fill_mode="nearest")(outputs)
    return keras.Model(inputs, outputs)(x, training=True)

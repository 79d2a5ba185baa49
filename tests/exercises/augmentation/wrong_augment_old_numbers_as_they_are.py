# loses: test_augment
# kind: several at once
# ruff: noqa
"""The old numbers, word for word."""


# %% augment [pytorch]
import kornia.augmentation as K

copied = nn.Sequential(
    K.RandomAffine(degrees=20, translate=(0.1, 0.1), scale=(0.9, 1.1)), K.RandomHorizontalFlip()
)


def augment(x):
    return copied(x)


# %% augment [tensorflow]
copied = keras.Sequential(
    [
        keras.layers.RandomRotation(0.2),
        keras.layers.RandomTranslation(0.1, 0.1),
        keras.layers.RandomZoom(0.1),
        keras.layers.RandomFlip(),
    ]
)


def augment(x):
    return copied(x, training=True)

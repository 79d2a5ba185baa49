# loses: test_augment
# kind: part left out
# keeps: 2 of test_augment
# ruff: noqa
"""No flip."""


# %% augment [pytorch]
import kornia.augmentation as K

old_generator = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(0.9, 1.1, 0.9, 1.1),
        padding_mode="border",
        p=1.0,
    ),
)


def augment(x):
    return old_generator(x)


# %% augment [tensorflow]
nearest = {"fill_mode": "nearest"}
old_generator = keras.layers.Pipeline(
    [
        keras.layers.RandomRotation(20 / 360, **nearest),
        keras.layers.RandomTranslation(0.1, 0.1, **nearest),
        keras.layers.RandomZoom(0.1, 0.1, **nearest),
    ]
)


def augment(x):
    return old_generator(x, training=True)

# loses: nothing
# ruff: noqa
"""The lines of the page "Take over an old ImageDataGenerator", without the shear."""


# %% augment [pytorch]
import kornia.augmentation as K

torch_augment = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(1 / 1.1, 1 / 0.9) * 2,  # one factor for each axis
        padding_mode="border",
        p=1,
    ),
    K.RandomHorizontalFlip(p=0.5),
)


def augment(x):
    return torch_augment(x)


# %% augment [tensorflow]
nearest = {"fill_mode": "nearest"}
keras_augment = keras.layers.Pipeline([
    keras.layers.RandomRotation(20 / 360, **nearest),
    keras.layers.RandomTranslation(0.1, 0.1, **nearest),
    keras.layers.RandomZoom(0.1, 0.1, **nearest),  # one factor for each axis
    keras.layers.RandomFlip("horizontal"),
])


def augment(x):
    return keras_augment(x, training=True)

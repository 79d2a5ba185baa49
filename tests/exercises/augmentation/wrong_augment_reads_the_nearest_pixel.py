# loses: test_augment
# kind: another method
# keeps: 2 of test_augment
# ruff: noqa
"""Interpolates with the nearest pixel."""


# %% augment [pytorch]
import kornia.augmentation as K


def augment(x):
    moves = nn.Sequential(
        K.RandomAffine(
            20.0,
            translate=(0.1, 0.1),
            scale=(0.9, 1.1, 0.9, 1.1),
            padding_mode="border",
            resample="nearest",
            p=1.0,
        ),
        K.RandomHorizontalFlip(p=0.5),
    )
    return moves(x)


# %% augment [tensorflow]
def augment(x):
    options = {"fill_mode": "nearest", "interpolation": "nearest"}
    for layer in (
        keras.layers.RandomRotation(20 / 360, **options),
        keras.layers.RandomTranslation(0.1, 0.1, **options),
        keras.layers.RandomZoom(0.1, 0.1, **options),
        keras.layers.RandomFlip("horizontal"),
    ):
        x = layer(x, training=True)
    return x

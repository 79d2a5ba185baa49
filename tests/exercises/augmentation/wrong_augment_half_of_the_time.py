# loses: test_augment
# kind: wrong number
# ruff: noqa
"""Half of the images do not move at all (kornia's default p)."""


# %% augment [pytorch]
import kornia.augmentation as K

old_generator = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(0.9, 1.1, 0.9, 1.1),
        padding_mode="border",
    ),
    K.RandomHorizontalFlip(p=0.5),
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
        keras.layers.RandomFlip("horizontal"),
    ]
)


def augment(x):
    changed = old_generator(x, training=True)
    chosen = tf.random.uniform([len(x), 1, 1, 1]) < 0.5
    return tf.where(chosen, changed, x)

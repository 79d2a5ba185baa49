# loses: test_augment
# kind: state shared
# ruff: noqa
"""One draw for the whole batch."""


# %% augment [pytorch]
import kornia.augmentation as K

old_generator = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(0.9, 1.1, 0.9, 1.1),
        padding_mode="border",
        p=1.0,
        same_on_batch=True,
    ),
    K.RandomHorizontalFlip(p=0.5, same_on_batch=True),
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
    changed = old_generator(tf.concat(list(x), axis=-1)[None], training=True)
    return tf.concat(tf.split(changed, len(x), axis=-1), axis=0)

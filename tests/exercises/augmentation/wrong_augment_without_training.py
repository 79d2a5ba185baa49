# loses: test_augment
# kind: mode
# ruff: noqa
"""In evaluation mode the layers do nothing."""


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
    return old_generator(x, training=False)

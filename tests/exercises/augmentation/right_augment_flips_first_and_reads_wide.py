# loses: nothing
# ruff: noqa
"""Moves in steps, each with nearest fill: what an earlier step filled in is moved by the later ones, and a shift before a
zoom of 1.1 becomes up to 0.11 of the side. Any order is allowed; the tolerance of a test has to allow this, too."""


# %% augment [tensorflow]
def augment(x):
    for layer in (
        keras.layers.RandomTranslation(0.1, 0.1, fill_mode="nearest"),
        keras.layers.RandomZoom(0.1, 0.1, fill_mode="nearest"),
        keras.layers.RandomRotation(20 / 360, fill_mode="nearest"),
        keras.layers.RandomFlip("horizontal"),
    ):
        x = layer(x, training=True)
    return x

# ruff: noqa
"""A network of dense layers only: no convolution."""
# loses: test_build_model
# kind: another method


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(height * width * channels, 64),
        nn.ReLU(),
        nn.Linear(64, num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(num_classes),
        ]
    )

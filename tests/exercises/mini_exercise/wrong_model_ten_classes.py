# ruff: noqa
"""Ten outputs, whatever num_classes says."""
# loses: test_build_model
# kind: wrong number


# %% build_model [pytorch]
def build_model(image_shape, num_classes=10):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), 10),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes=10):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )

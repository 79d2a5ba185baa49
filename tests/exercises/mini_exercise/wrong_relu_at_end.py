# ruff: noqa
"""A ReLU after the last layer, too: no output can be negative."""
# loses: test_build_model
# kind: shape or type returned


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), num_classes),
        nn.ReLU(),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes, activation="relu"),
        ]
    )

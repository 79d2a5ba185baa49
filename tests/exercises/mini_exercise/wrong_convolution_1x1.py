# ruff: noqa
"""Convolutions, but with windows of 1×1 alone: no pixel sees its neighbors in them."""
# loses: test_build_model
# kind: another method


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 16, 1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 1, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(16, 1, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )

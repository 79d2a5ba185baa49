# ruff: noqa
"""Batch normalization and dropout, but no ReLU: for an image (evaluation mode) still linear."""
# loses: test_build_model
# kind: another method


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1, stride=2),
        nn.BatchNorm2d(16),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(32 * ((height + 1) // 2) * ((width + 1) // 2), num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", strides=2),
            keras.layers.BatchNormalization(),
            keras.layers.Conv2D(32, 3, padding="same"),
            keras.layers.BatchNormalization(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(num_classes),
        ]
    )

# ruff: noqa
"""A new object at every call, but with the same weights: the seed is fixed inside."""
# loses: test_build_model
# kind: not started anew


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    torch.manual_seed(42)
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    start = keras.initializers.GlorotUniform(seed=42)
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu", kernel_initializer=start),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes, kernel_initializer=start),
        ]
    )

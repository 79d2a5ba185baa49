# ruff: noqa
"""The convolution is frozen, as in transfer learning: only the dense layer is trained."""
# loses: test_build_model
# kind: not learned


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    model = nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), num_classes),
    )
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    return model


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    model = keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )
    model.layers[0].trainable = False
    return model

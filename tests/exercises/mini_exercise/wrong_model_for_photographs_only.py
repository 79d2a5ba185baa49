# ruff: noqa
"""Four poolings, made for 32×32: nothing is left of an 8×8 image."""
# loses: test_build_model
# kind: wrong number


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    layers = []
    for filters in [16, 32, 32, 64]:
        layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels = filters
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 2 * 2, num_classes))


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    model = keras.Sequential([keras.Input(image_shape)])
    for filters in [16, 32, 32, 64]:
        model.add(keras.layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(num_classes))
    return model

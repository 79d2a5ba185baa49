# ruff: noqa
"""The model is kept after the first call: later calls return the same object, trained already."""
# loses: test_build_model
# kind: state shared

# %% build_model [pytorch]
_models = {}


def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    key = (tuple(image_shape), num_classes)
    if key not in _models:
        _models[key] = nn.Sequential(
            nn.Conv2d(channels, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16 * (height // 2) * (width // 2), num_classes),
        )
    return _models[key]


# %% build_model [tensorflow]
_models = {}


def build_model(image_shape, num_classes):
    key = (tuple(image_shape), num_classes)
    if key not in _models:
        _models[key] = keras.Sequential(
            [
                keras.Input(image_shape),
                keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
                keras.layers.MaxPooling2D(2),
                keras.layers.Flatten(),
                keras.layers.Dense(num_classes),
            ]
        )
    return _models[key]

# ruff: noqa
"""Batch normalization and dropout: the model gives other outputs in training mode, and its
normalization has weights that are not trained."""
# loses: nothing


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout2d(0.1),
        nn.Conv2d(16, 32, 3, padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(32 * (height // 4) * (width // 4), num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    model = keras.Sequential([keras.Input(image_shape)])
    for filters in (16, 32):
        model.add(keras.layers.Conv2D(filters, 3, padding="same", use_bias=False))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.ReLU())
        model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(num_classes))
    return model

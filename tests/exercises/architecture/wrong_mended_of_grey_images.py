# loses: test_mended_network
# kind: hard-coded output
# ruff: noqa
"""For images with one channel."""


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers = []
    for inputs in [1] + [8] * (depth - 1):
        convolution = nn.Conv2d(inputs, 8, 3, padding=1)
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
        nn.init.zeros_(convolution.bias)
        layers += [convolution, nn.ReLU()]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes)]
    return nn.Sequential(*layers)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    layers = [keras.Input((*image_shape[:2], 1))]
    for _ in range(depth):
        he = keras.initializers.HeNormal()
        layers += [keras.layers.Conv2D(8, 3, padding="same", kernel_initializer=he)]
        layers += [keras.layers.ReLU()]
    layers += [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential(layers)

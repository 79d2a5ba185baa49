# loses: test_mended_network
# kind: part left out
# ruff: noqa
"""PyTorch's own initialization; small uniform weights in Keras."""


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    layers = []
    for inputs in [image_shape[2]] + [8] * (depth - 1):
        convolution = nn.Conv2d(inputs, 8, 3, padding=1)
        nn.init.zeros_(convolution.bias)
        layers += [convolution, nn.ReLU()]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes)]
    return nn.Sequential(*layers)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    layers = [keras.Input(image_shape)]
    for _ in range(depth):
        he = keras.initializers.VarianceScaling(1 / 3, distribution="uniform")
        layers += [keras.layers.Conv2D(8, 3, padding="same", kernel_initializer=he)]
        layers += [keras.layers.ReLU()]
    layers += [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential(layers)

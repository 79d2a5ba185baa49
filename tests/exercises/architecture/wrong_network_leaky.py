# loses: test_deeper_network
# kind: another method
# ruff: noqa
"""Leaky ReLU."""


# %% deeper_network [pytorch]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers, channels = [], image_shape[2]
    for n in filters:
        layers += [nn.Conv2d(channels, n, 3, padding=1), nn.LeakyReLU(0.1)]
        layers += [nn.Conv2d(n, n, 3, padding=1), nn.LeakyReLU(0.1)]
        layers += [nn.MaxPool2d(2)]
        channels = n
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
    return nn.Sequential(*layers)


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers = [keras.Input(image_shape)]
    for n in filters:
        layers += [keras.layers.Conv2D(n, 3, padding="same"), keras.layers.LeakyReLU(negative_slope=0.1)]
        layers += [keras.layers.Conv2D(n, 3, padding="same"), keras.layers.LeakyReLU(negative_slope=0.1)]
        layers += [keras.layers.MaxPooling2D(2)]
    layers += [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(num_classes)]
    return keras.Sequential(layers)

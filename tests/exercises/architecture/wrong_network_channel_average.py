# loses: test_deeper_network
# kind: another axis
# ruff: noqa
"""The average is taken over the channels."""


# %% deeper_network [pytorch]
class ChannelMean(nn.Module):
    def forward(self, x):
        return x.mean(dim=1).flatten(1)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    layers, channels = [], image_shape[2]
    height, width = image_shape[:2]
    for n in filters:
        layers += [nn.Conv2d(channels, n, 3, padding=1), nn.ReLU()]
        layers += [nn.Conv2d(n, n, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels, height, width = n, height // 2, width // 2
    return nn.Sequential(*layers, ChannelMean(), nn.Linear(height * width, num_classes))


# %% deeper_network [tensorflow]
def deeper_network(image_shape, num_classes, filters=(8, 16)):
    x = inputs = keras.Input(image_shape)
    for n in filters:
        x = keras.layers.Conv2D(n, 3, padding="same", activation="relu")(x)
        x = keras.layers.Conv2D(n, 3, padding="same", activation="relu")(x)
        x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(keras.ops.mean(x, axis=-1))
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))

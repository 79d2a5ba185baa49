# loses: test_mended_network
# kind: another method
# ruff: noqa
"""The convolutions stand side by side, not one behind the other."""


# %% mended_network [pytorch]
class SideBySide(nn.Module):
    def __init__(self, depth, channels, num_classes):
        super().__init__()
        self.first = nn.Conv2d(channels, 8, 3, padding=1)
        self.others = nn.ModuleList([nn.Conv2d(8, 8, 3, padding=1) for _ in range(depth - 1)])
        self.dense = nn.Linear(8, num_classes)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = x + sum(torch.relu(layer(x)) for layer in self.others) / len(self.others)
        return self.dense(x.mean(dim=(2, 3)))


def mended_network(depth, image_shape, num_classes):
    return SideBySide(depth, image_shape[2], num_classes)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    inputs = keras.Input(image_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    sides = [
        keras.layers.Conv2D(8, 3, padding="same", activation="relu")(x) for _ in range(depth - 1)
    ]
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.add([x, *sides]))
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))

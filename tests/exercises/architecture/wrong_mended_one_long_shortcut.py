# loses: test_mended_network
# kind: another method
# ruff: noqa
"""One shortcut from the first convolution to the last: those in between still get nothing."""


# %% mended_network [pytorch]
class OneShortcut(nn.Module):
    def __init__(self, depth, channels, num_classes):
        super().__init__()
        widths = [channels] + [8] * depth
        self.layers = nn.ModuleList([nn.Conv2d(c, n, 3, padding=1) for c, n in pairwise(widths)])
        self.dense = nn.Linear(8, num_classes)

    def forward(self, x):
        first = x = torch.relu(self.layers[0](x))
        for layer in self.layers[1:-1]:
            x = torch.relu(layer(x))
        x = torch.relu(self.layers[-1](x + first))
        return self.dense(x.mean(dim=(2, 3)))


def mended_network(depth, image_shape, num_classes):
    return OneShortcut(depth, image_shape[2], num_classes)


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    options = {"padding": "same", "activation": "relu"}
    inputs = keras.Input(image_shape)
    first = x = keras.layers.Conv2D(8, 3, **options)(inputs)
    for _ in range(depth - 2):
        x = keras.layers.Conv2D(8, 3, **options)(x)
    x = keras.layers.Conv2D(8, 3, **options)(x + first)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))

# loses: test_residual_block
# kind: edge case
# ruff: noqa
"""For maps of 8x8 alone."""


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.shortcut = nn.Identity()
        if stride != 1 or channels != filters:
            self.shortcut = nn.Conv2d(channels, filters, 1, stride=stride)

    def forward(self, x):
        x = x.reshape(len(x), -1, 8, 8)
        inner = self.second(torch.relu(self.first(x)))
        return torch.relu(inner + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((8, 8, channels))
    inner = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    inner = keras.layers.ReLU()(inner)
    inner = keras.layers.Conv2D(filters, 3, padding="same")(inner)
    shortcut = x
    if stride != 1 or channels != filters:
        shortcut = keras.layers.Conv2D(filters, 1, strides=stride)(x)
    return keras.Model(x, keras.layers.ReLU()(inner + shortcut))

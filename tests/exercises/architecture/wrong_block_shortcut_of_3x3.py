# loses: test_residual_block
# kind: wrong number
# keeps: 1 of test_residual_block
# ruff: noqa
"""The shortcut's convolution is 3x3."""


# %% residual_block [pytorch]
class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)
        self.shortcut = nn.Identity()
        if stride != 1 or channels != filters:
            self.shortcut = nn.Conv2d(channels, filters, 3, stride=stride, padding=1)

    def forward(self, x):
        inner = self.second(torch.relu(self.first(x)))
        return torch.relu(inner + self.shortcut(x))


def residual_block(channels, filters, stride=1):
    return ResidualBlock(channels, filters, stride)


# %% residual_block [tensorflow]
def residual_block(channels, filters, stride=1):
    x = keras.Input((None, None, channels))
    inner = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    inner = keras.layers.ReLU()(inner)
    inner = keras.layers.Conv2D(filters, 3, padding="same")(inner)
    shortcut = x
    if stride != 1 or channels != filters:
        shortcut = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    return keras.Model(x, keras.layers.ReLU()(inner + shortcut))

# loses: test_mended_network
# kind: wrong number
# ruff: noqa
"""Shortcuts around each convolution, with He's initialization: the maps double with each."""


# %% mended_network [pytorch]
class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(8, 8, 3, padding=1)
        nn.init.kaiming_normal_(self.convolution.weight, nonlinearity="relu")

    def forward(self, x):
        return x + 2 * torch.relu(self.convolution(x))


def mended_network(depth, image_shape, num_classes):
    layers = [nn.Conv2d(image_shape[2], 8, 3, padding=1), nn.ReLU()]
    layers += [Residual() for _ in range(depth - 1)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    options = {"padding": "same", "activation": "relu", "kernel_initializer": "he_normal"}
    inputs = keras.Input(image_shape)
    x = keras.layers.Conv2D(8, 3, **options)(inputs)
    for _ in range(depth - 1):
        x = x + 2 * keras.layers.Conv2D(8, 3, **options)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))

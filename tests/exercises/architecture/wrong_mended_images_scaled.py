# loses: test_mended_network
# kind: another method
# ruff: noqa
"""The images are scaled up, not the gradients: logits in the thousands."""


# %% mended_network [pytorch]
class Scaled(nn.Module):
    def forward(self, x):
        return 1e6 * x


def mended_network(depth, image_shape, num_classes):
    return nn.Sequential(Scaled(), plain_network(depth, image_shape, num_classes))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    inputs = keras.Input(image_shape)
    logits = plain_network(depth, image_shape, num_classes)(inputs * 1e6)
    return keras.Model(inputs, logits)

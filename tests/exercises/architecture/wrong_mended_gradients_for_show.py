# loses: test_mended_network
# kind: check misled
# ruff: noqa
"""The convolutions but the first are unused; a penalty of their weights rides on the logits."""


# %% mended_network [pytorch]
class Pretender(nn.Module):
    def __init__(self, depth, channels, num_classes):
        super().__init__()
        widths = [channels] + [8] * depth
        self.layers = nn.ModuleList([nn.Conv2d(c, n, 3, padding=1) for c, n in pairwise(widths)])
        self.dense = nn.Linear(8, num_classes)

    def forward(self, x):
        logits = self.dense(torch.relu(self.layers[0](x)).mean(dim=(2, 3)))
        shift = sum(layer.weight.mean() for layer in self.layers[1:])
        return torch.cat([logits[:, :1] + shift, logits[:, 1:]], dim=1)


def mended_network(depth, image_shape, num_classes):
    return Pretender(depth, image_shape[2], num_classes)


# %% mended_network [tensorflow]
class Pretender(keras.Model):
    def __init__(self, depth, num_classes):
        super().__init__()
        self.first = keras.layers.Conv2D(8, 3, padding="same", activation="relu")
        self.others = [self.add_weight(shape=(3, 3, 8, 8)) for _ in range(depth - 1)]
        self.dense = keras.layers.Dense(num_classes)

    def call(self, x):
        logits = self.dense(tf.reduce_mean(self.first(x), axis=[1, 2]))
        shift = sum(tf.reduce_mean(tf.convert_to_tensor(kernel)) for kernel in self.others)
        return tf.concat([logits[:, :1] + shift, logits[:, 1:]], axis=1)


def mended_network(depth, image_shape, num_classes):
    return Pretender(depth, num_classes)

# ruff: noqa
"""The convolution is called as a function on a weight of the model's own, not as a ready layer."""
# loses: nothing


# %% build_model [pytorch]
class HandmadeCNN(nn.Module):
    def __init__(self, channels, num_classes, filters=32):
        super().__init__()
        self.kernel = nn.Parameter(torch.randn(filters, channels, 3, 3) / (9 * channels) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(filters))
        self.out = nn.Linear(4 * filters, num_classes)

    def forward(self, x):
        x = torch.relu(nn.functional.conv2d(x, self.kernel, self.bias, padding=1))
        x = nn.functional.adaptive_avg_pool2d(x, 2)
        return self.out(x.reshape(len(x), -1))


def build_model(image_shape, num_classes):
    return HandmadeCNN(image_shape[2], num_classes)


# %% build_model [tensorflow]
class HandmadeConvolution(keras.layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(3, 3, input_shape[-1], 32), initializer="he_normal")
        self.bias = self.add_weight(shape=(32,), initializer="zeros")

    def call(self, x):
        return tf.nn.relu(tf.nn.conv2d(x, self.kernel, strides=1, padding="SAME") + self.bias)


def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            HandmadeConvolution(),
            keras.layers.AveragePooling2D(4),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )

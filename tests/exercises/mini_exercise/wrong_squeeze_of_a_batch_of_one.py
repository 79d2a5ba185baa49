# ruff: noqa
"""`squeeze()` after the pooling also drops the batch axis when the batch is one image."""
# loses: test_build_model
# kind: batch of one


# %% build_model [pytorch]
class Net(nn.Module):
    def __init__(self, channels, num_classes):
        super().__init__()
        self.conv = nn.Conv2d(channels, 32, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(32, num_classes)

    def forward(self, x):
        return self.fc(self.pool(torch.relu(self.conv(x))).squeeze())


def build_model(image_shape, num_classes):
    return Net(image_shape[2], num_classes)


# %% build_model [tensorflow]
class Net(keras.Model):
    def __init__(self, num_classes):
        super().__init__()
        self.conv = keras.layers.Conv2D(32, 3, padding="same", activation="relu")
        self.pool = keras.layers.GlobalAveragePooling2D(keepdims=True)
        self.fc = keras.layers.Dense(num_classes)

    def call(self, x):
        return self.fc(tf.squeeze(self.pool(self.conv(x))))


def build_model(image_shape, num_classes):
    return Net(num_classes)

# ruff: noqa
"""The convolution is made, but the forward pass goes around it: it gets no gradient."""
# loses: test_build_model
# kind: part left out


# %% build_model [pytorch]
class Net(nn.Module):
    def __init__(self, image_shape, num_classes):
        super().__init__()
        height, width, channels = image_shape
        self.conv = nn.Conv2d(channels, 16, 3, padding=1)
        self.fc1 = nn.Linear(height * width * channels, 64)
        self.fc2 = nn.Linear(64, num_classes)

    def forward(self, x):
        features = torch.relu(self.conv(x))
        hidden = torch.relu(self.fc1(x.flatten(1)))
        return self.fc2(hidden)


def build_model(image_shape, num_classes):
    return Net(image_shape, num_classes)


# %% build_model [tensorflow]
class Net(keras.Model):
    def __init__(self, num_classes):
        super().__init__()
        self.conv = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
        self.flatten = keras.layers.Flatten()
        self.fc1 = keras.layers.Dense(64, activation="relu")
        self.fc2 = keras.layers.Dense(num_classes)

    def call(self, x):
        features = self.conv(x)
        hidden = self.fc1(self.flatten(x))
        return self.fc2(hidden)


def build_model(image_shape, num_classes):
    model = Net(num_classes)
    model(tf.zeros((1, *image_shape)))
    return model

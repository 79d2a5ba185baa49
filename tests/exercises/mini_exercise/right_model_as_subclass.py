# ruff: noqa
"""The model as a subclass (nn.Module, keras.Model); in Keras its weights are drawn at the first
call only."""
# loses: nothing


# %% build_model [pytorch]
class SmallCNN(nn.Module):
    def __init__(self, image_shape, num_classes):
        super().__init__()
        height, width, channels = image_shape
        self.conv1 = nn.Conv2d(channels, 16, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.hidden = nn.Linear(32 * (height // 4) * (width // 4), 64)
        self.out = nn.Linear(64, num_classes)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = torch.relu(self.hidden(torch.flatten(x, 1)))
        return self.out(x)


def build_model(image_shape, num_classes):
    return SmallCNN(image_shape, num_classes)


# %% build_model [tensorflow]
class SmallCNN(keras.Model):
    def __init__(self, num_classes):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
        self.conv2 = keras.layers.Conv2D(32, 3, padding="same", activation="relu")
        self.pool = keras.layers.MaxPooling2D(2)
        self.flatten = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(64, activation="relu")
        self.out = keras.layers.Dense(num_classes)

    def call(self, x):
        x = self.pool(self.conv1(x))
        x = self.pool(self.conv2(x))
        return self.out(self.hidden(self.flatten(x)))


def build_model(image_shape, num_classes):
    return SmallCNN(num_classes)

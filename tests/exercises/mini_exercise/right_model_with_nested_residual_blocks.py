# ruff: noqa
"""Residual blocks: the convolutions lie one level deeper than the model itself."""
# loses: nothing


# %% build_model [pytorch]
class Residual(nn.Module):
    def __init__(self, filters):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(filters, filters, 3, padding="same"),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding="same"),
        )

    def forward(self, x):
        return torch.relu(x + self.path(x))


def build_model(image_shape, num_classes):
    _, _, channels = image_shape
    features = nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        Residual(16),
        nn.MaxPool2d(2),
        Residual(16),
    )
    head = nn.Sequential(nn.AdaptiveMaxPool2d(2), nn.Flatten(), nn.Linear(64, num_classes))
    return nn.Sequential(features, head)


# %% build_model [tensorflow]
class Residual(keras.layers.Layer):
    def __init__(self, filters):
        super().__init__()
        self.conv1 = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")
        self.conv2 = keras.layers.Conv2D(filters, 3, padding="same")

    def call(self, x):
        return tf.nn.relu(x + self.conv2(self.conv1(x)))


def build_model(image_shape, num_classes):
    features = keras.Sequential(
        [
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            Residual(16),
            keras.layers.MaxPooling2D(2),
            Residual(16),
        ]
    )
    head = keras.Sequential([keras.layers.GlobalMaxPooling2D(), keras.layers.Dense(num_classes)])
    return keras.Sequential([keras.Input(image_shape), features, head])

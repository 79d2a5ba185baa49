# ruff: noqa
"""The images are standardized by the statistics of the batch: for a batch of one image the standard
deviation is 0 or undefined, and every logit NaN."""
# loses: test_build_model
# kind: NaN or infinity


# %% build_model [pytorch]
class StandardizingNet(nn.Module):
    def __init__(self, image_shape, num_classes):
        super().__init__()
        height, width, channels = image_shape
        self.body = nn.Sequential(
            nn.Conv2d(channels, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16 * (height // 2) * (width // 2), num_classes),
        )

    def forward(self, x):
        return self.body((x - x.mean(dim=0)) / x.std(dim=0))


def build_model(image_shape, num_classes):
    return StandardizingNet(image_shape, num_classes)


# %% build_model [tensorflow]
class Standardize(keras.layers.Layer):
    def call(self, x):
        return (x - tf.reduce_mean(x, axis=0)) / tf.math.reduce_std(x, axis=0)


def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            Standardize(),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )

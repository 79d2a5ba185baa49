# ruff: noqa
"""Batch normalization with the statistics of the batch, in evaluation mode too: the rows of a
batch depend on each other."""
# loses: test_build_model
# kind: mode


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.BatchNorm2d(16, track_running_stats=False),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (height // 2) * (width // 2), num_classes),
    )


# %% build_model [tensorflow]
class BatchStatistics(keras.layers.Layer):
    def call(self, x):
        mean, variance = tf.nn.moments(x, axes=[0, 1, 2])
        return (x - mean) / tf.sqrt(variance + 1e-3)


def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same"),
            BatchStatistics(),
            keras.layers.ReLU(),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )

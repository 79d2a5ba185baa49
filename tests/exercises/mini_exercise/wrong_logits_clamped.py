# ruff: noqa
"""The logits are clamped to -10..10 "against overflow": a bound, seen only with large weights."""
# loses: test_build_model
# kind: unstable


# %% build_model [pytorch]
class ClampedNet(nn.Module):
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
        return self.body(x).clamp(-10, 10)


def build_model(image_shape, num_classes):
    return ClampedNet(image_shape, num_classes)


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    inputs = keras.Input(image_shape)
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(num_classes)(x)
    return keras.Model(inputs, keras.ops.clip(x, -10, 10))

# ruff: noqa
"""The logits hardly depend on the image: next to nothing of the convolution's output is left, and the
last bias alone is trained."""
# loses: test_build_model
# kind: hard-coded output


# %% build_model [pytorch]
class Blind(nn.Module):
    def forward(self, x):
        return 1e-12 * x


def build_model(image_shape, num_classes):
    height, width, channels = image_shape
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1),
        nn.ReLU(),
        Blind(),
        nn.Flatten(),
        nn.Linear(16 * height * width, num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.Rescaling(1e-12),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes),
        ]
    )

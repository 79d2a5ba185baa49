# ruff: noqa
"""All weights, and so the logits, are float64."""
# loses: nothing


# %% build_model [pytorch]
class DoubleCNN(nn.Module):
    def __init__(self, image_shape, num_classes):
        super().__init__()
        height, width, channels = image_shape
        self.conv = nn.Conv2d(channels, 16, 3, padding=1, dtype=torch.float64)
        self.out = nn.Linear(16 * (height // 2) * (width // 2), num_classes, dtype=torch.float64)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv(x.double())), 2)
        return self.out(x.flatten(1))


def build_model(image_shape, num_classes):
    return DoubleCNN(image_shape, num_classes)


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape, dtype="float64"),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu", dtype="float64"),
            keras.layers.MaxPooling2D(2, dtype="float64"),
            keras.layers.Flatten(dtype="float64"),
            keras.layers.Dense(num_classes, dtype="float64"),
        ]
    )

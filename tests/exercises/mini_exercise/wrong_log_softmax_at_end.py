# ruff: noqa
"""The model ends in a log-softmax: its outputs can never be positive."""
# loses: test_build_model
# kind: shape or type returned


# %% build_model [pytorch]
class Net(nn.Module):
    def __init__(self, image_shape, num_classes):
        super().__init__()
        height, width, channels = image_shape
        self.conv1 = nn.Conv2d(channels, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc = nn.Linear(32 * (height // 4) * (width // 4), num_classes)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return nn.functional.log_softmax(self.fc(x.flatten(1)), dim=1)


def build_model(image_shape, num_classes):
    return Net(image_shape, num_classes)


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(num_classes, activation="log_softmax"),
        ]
    )

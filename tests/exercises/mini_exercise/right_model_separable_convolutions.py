# ruff: noqa
"""Depthwise separable convolutions with strides instead of pooling, one global average pooling."""
# loses: nothing


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    channels = image_shape[-1]
    return nn.Sequential(
        nn.Conv2d(channels, 8 * channels, 3, padding=1, groups=channels),
        nn.Conv2d(8 * channels, 32, 1),
        nn.SiLU(),
        nn.Conv2d(32, 32, 3, stride=2, padding=1, groups=32),
        nn.Conv2d(32, 64, 1),
        nn.SiLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, num_classes),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.layers.Input(shape=image_shape),
            keras.layers.SeparableConv2D(
                32, 3, padding="same", depth_multiplier=8, activation="silu"
            ),
            keras.layers.SeparableConv2D(64, 3, strides=2, padding="same", activation="silu"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(num_classes),
        ]
    )

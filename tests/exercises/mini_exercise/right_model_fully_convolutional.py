# ruff: noqa
"""Convolutions with strides and no dense layer: a 1x1 convolution makes the logits, which are averaged
over the image."""
# loses: nothing


# %% build_model [pytorch]
def build_model(image_shape, num_classes):
    return nn.Sequential(
        nn.Conv2d(image_shape[2], 16, 3, stride=2, padding=1),
        nn.LeakyReLU(0.1),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.LeakyReLU(0.1),
        nn.Conv2d(32, num_classes, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    )


# %% build_model [tensorflow]
def build_model(image_shape, num_classes):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            keras.layers.Conv2D(16, 3, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.1),
            keras.layers.Conv2D(32, 3, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.1),
            keras.layers.Conv2D(num_classes, 1),
            keras.layers.GlobalAveragePooling2D(),
        ]
    )

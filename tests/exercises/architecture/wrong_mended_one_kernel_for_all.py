# loses: test_mended_network
# kind: state shared
# ruff: noqa
"""One convolution, used again and again."""


# %% mended_network [pytorch]
def mended_network(depth, image_shape, num_classes):
    first, again = nn.Conv2d(image_shape[2], 8, 3, padding=1), nn.Conv2d(8, 8, 3, padding=1)
    for convolution in (first, again):
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
    layers = [first, nn.ReLU()] + [again, nn.ReLU()] * (depth - 1)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, num_classes))


# %% mended_network [tensorflow]
def mended_network(depth, image_shape, num_classes):
    he, options = keras.initializers.HeNormal, {"padding": "same", "activation": "relu"}
    again = keras.layers.Conv2D(8, 3, kernel_initializer=he(), **options)
    inputs = keras.Input(image_shape)
    x = keras.layers.Conv2D(8, 3, kernel_initializer=he(), **options)(inputs)
    for _ in range(depth - 1):
        x = again(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(x))

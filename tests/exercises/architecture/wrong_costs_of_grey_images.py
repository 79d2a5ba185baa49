# loses: test_costs
# kind: wrong number
# ruff: noqa
"""The first convolution reads one channel."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, 1
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * width
        channels = maps
    return parameters, products

# loses: test_costs
# kind: wrong number
# ruff: noqa
"""Each convolution reads the image's channels."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * width
    return parameters, products

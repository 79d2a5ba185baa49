# loses: test_costs
# kind: off by one
# ruff: noqa
"""The first layer is left out."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * width
        channels = maps
    if layers and isinstance(layers[0], Conv):
        first = layers[0].size ** 2 * image_shape[2] * layers[0].filters
        parameters -= first + layers[0].filters
        products -= first * shapes[0][0] * shapes[0][1]
    return parameters, products

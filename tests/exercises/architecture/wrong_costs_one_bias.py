# loses: test_costs
# kind: off by one
# keeps: 1 of test_costs
# ruff: noqa
"""One bias for each convolution."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + 1
            products += weights * height * width
        channels = maps
    return parameters, products

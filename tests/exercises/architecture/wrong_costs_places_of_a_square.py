# loses: test_costs
# kind: edge case
# keeps: 1 of test_costs
# ruff: noqa
"""The height, squared."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * height
        channels = maps
    return parameters, products

# loses: test_costs
# kind: wrong number
# keeps: 1 of test_costs
# ruff: noqa
"""The places of the input maps."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    before = image_shape
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * before[0] * before[1]
        channels = maps
        before = (height, width, maps)
    return parameters, products

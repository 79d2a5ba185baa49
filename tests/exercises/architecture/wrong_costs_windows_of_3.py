# loses: test_costs
# kind: hard-coded output
# ruff: noqa
"""All windows are 3x3."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = 9 * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * width
        channels = maps
    return parameters, products

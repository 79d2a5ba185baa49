# loses: test_costs
# kind: part left out
# ruff: noqa
"""The window counts once."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * channels * layer.filters
            parameters += weights + layer.filters
            products += weights * height * width
        channels = maps
    return parameters, products

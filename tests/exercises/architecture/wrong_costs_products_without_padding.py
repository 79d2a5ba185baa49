# loses: test_costs
# kind: edge case
# keeps: 1 of test_costs
# ruff: noqa
"""Products with the zeros of the padding do not count."""


# %% costs
def costs(layers, image_shape, shapes):
    parameters, products, channels = 0, 0, image_shape[2]
    before = image_shape
    for layer, (height, width, maps) in zip(layers, shapes):
        if isinstance(layer, Conv):
            weights = layer.size * layer.size * channels * layer.filters
            parameters += weights + layer.filters
            inside = [
                sum(
                    0 <= i * layer.stride + u - layer.padding < side
                    for i in range(places)
                    for u in range(layer.size)
                )
                for side, places in ((before[0], height), (before[1], width))
            ]
            products += inside[0] * inside[1] * channels * layer.filters
        channels = maps
        before = (height, width, maps)
    return parameters, products

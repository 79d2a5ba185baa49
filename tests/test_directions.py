"""Directions are as long as what they are added to, filter by filter, and serve both frameworks."""

import numpy as np
import pytest

from cnncourse import BatchNorm, He, InvertedResiduals, Recipe, ResNet, pytorch, tensorflow
from cnncourse.directions import filter_normalized
from cnncourse.evidence.claims.shortcut_surface import directions
from cnncourse.evidence.weight_space import flat, loss_of_weights

MODELS = [ResNet(depth=8, width=4, norm=BatchNorm()), InvertedResiduals(width=4, blocks=1)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_each_filter_is_as_long_as_that_of_the_model(model):
    network = pytorch.build_model(Recipe(model=model), (8, 8, 3), 5)
    weights = pytorch.get_weights(network)
    kinds = [kind for kind, _ in pytorch.weights.weight_shapes(network)]
    assert {"kernel", "gamma"} < set(kinds)
    along = filter_normalized(weights, kinds, np.random.default_rng(0))
    for kind, weight, direction in zip(kinds, weights, along, strict=True):
        assert weight.shape == direction.shape
        if kind == "depthwise_kernel":
            pairs = zip(np.moveaxis(weight, 2, 0), np.moveaxis(direction, 2, 0), strict=True)
        elif kind.endswith("kernel"):
            pairs = zip(np.moveaxis(weight, -1, 0), np.moveaxis(direction, -1, 0), strict=True)
        else:
            assert not direction.any()
            continue
        for own, other in pairs:
            own, other = own.ravel(), other.ravel()
            assert np.linalg.norm(other) == pytest.approx(np.linalg.norm(own), rel=1e-6, abs=1e-9)
            assert own.size == 1 or not np.allclose(own, other)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_loss_along_a_direction_is_the_same_in_both_frameworks(model, make_images):
    images, recipe = make_images(), Recipe(model=model)
    networks = [
        side.build_model(recipe, images.image_shape, images.num_classes)
        for side in (pytorch, tensorflow)
    ]
    found = []
    for side, network in zip((pytorch, tensorflow), networks, strict=True):
        weights = side.get_weights(network)
        kinds = [kind for kind, _ in side.weights.weight_shapes(network)]
        along = flat(filter_normalized(weights, kinds, np.random.default_rng(3)))
        name = side.__name__.rpartition(".")[2]
        loss = loss_of_weights(name, recipe, images, images.train)
        found.append([loss(flat(weights) + step * along) for step in (-1.0, 0.0, 0.5)])
    ours, theirs = found
    np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
    assert len({round(loss, 4) for loss in ours}) == 3


@pytest.mark.parametrize("seed", [0, 3])
def test_the_surface_is_not_cut_along_the_first_weights(seed):
    recipe = Recipe(model=MODELS[0], initialization=He(), seed=seed)
    network = pytorch.build_model(recipe, (8, 8, 3), 5)
    weights = pytorch.get_weights(network)
    kinds = [kind for kind, _ in pytorch.weights.weight_shapes(network)]
    first, second = directions(seed, weights, kinds)
    kernels = flat(
        [w if kind.endswith("kernel") else 0 * w for kind, w in zip(kinds, weights, strict=True)]
    )
    for one, other in ((first, kernels), (second, kernels), (first, second)):
        assert abs(one @ other) < 0.2 * np.linalg.norm(one) * np.linalg.norm(other)

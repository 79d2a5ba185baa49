"""Initial weights have the distributions that their papers give them."""

import keras
import numpy as np
import pytest

from cnncourse.initial import INITIALIZATIONS, Glorot, He, fans_of, initial_weights

SHAPES = [(300, 50), (5, 5, 8, 16)]


def drawn(kind, shape, option, seed=0) -> np.ndarray:
    return initial_weights([(kind, shape)], seed, option)[0]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_kernels_are_glorot_uniform(shape):
    kernel = drawn("kernel", shape, Glorot())
    expected = np.asarray(keras.initializers.GlorotUniform(seed=0)(shape))
    assert kernel.max() == pytest.approx(expected.max(), rel=0.01)
    assert kernel.min() == pytest.approx(expected.min(), rel=0.01)
    assert kernel.std() == pytest.approx(expected.std(), rel=0.05)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_kernels_are_he_normal(shape):
    kernel = drawn("kernel", shape, He())
    fan_in = np.prod(shape[:-1])
    assert kernel.std() == pytest.approx(np.sqrt(2 / fan_in), rel=0.05)
    assert kernel.mean() == pytest.approx(0, abs=0.1 * kernel.std())
    # A normal distribution, not truncated as Keras' one is at 2 standard deviations.
    assert (abs(kernel) > 2 * kernel.std()).mean() == pytest.approx(0.0455, abs=0.02)


@pytest.mark.parametrize(
    ("option", "deviation"), [(Glorot(), np.sqrt(2 / 18)), (He(), np.sqrt(2 / 9))], ids=str
)
def test_depthwise_kernels_have_the_window_as_fan(option, deviation):
    kernel = drawn("depthwise_kernel", (3, 3, 500, 1), option)
    assert kernel.shape == (3, 3, 500, 1)
    assert kernel.std() == pytest.approx(deviation, rel=0.05)


def test_fans():
    assert fans_of("kernel", (7, 3)) == (7, 3)
    assert fans_of("kernel", (5, 4, 3, 2)) == (60, 40)
    assert fans_of("depthwise_kernel", (5, 4, 3, 1)) == (20, 20)


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_scale_is_a_factor(name):
    plain, scaled = (drawn("kernel", (30, 5), INITIALIZATIONS[name](s)) for s in (1.0, 2.5))
    np.testing.assert_allclose(scaled, 2.5 * plain, rtol=1e-12, atol=1e-15)


def test_other_weights_are_constant():
    kinds = ["bias", "gamma", "beta", "moving_mean", "moving_variance"]
    weights = initial_weights([(kind, (3,)) for kind in kinds], 0, He())
    assert [set(w.tolist()) for w in weights] == [{0.0}, {1.0}, {0.0}, {0.0}, {1.0}]


@pytest.mark.parametrize("option", [Glorot(), He()], ids=str)
def test_seeds(option):
    first, again, other = (drawn("kernel", (4, 4), option, seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()

"""Initial weights have the distribution that Keras' default has."""

import keras
import numpy as np
import pytest

from cnncourse.initial import initial_weights


@pytest.mark.parametrize("shape", [(30, 50), (5, 5, 8, 16)])
def test_kernels_are_glorot_uniform(shape):
    (kernel,) = initial_weights([("kernel", shape)], seed=0)
    expected = np.asarray(keras.initializers.GlorotUniform(seed=0)(shape))
    assert kernel.max() == pytest.approx(expected.max(), rel=0.01)
    assert kernel.min() == pytest.approx(expected.min(), rel=0.01)
    assert kernel.std() == pytest.approx(expected.std(), rel=0.05)


def test_other_weights_are_constant():
    kinds = ["bias", "gamma", "beta", "moving_mean", "moving_variance"]
    weights = initial_weights([(kind, (3,)) for kind in kinds], seed=0)
    assert [set(w.tolist()) for w in weights] == [{0.0}, {1.0}, {0.0}, {0.0}, {1.0}]


def test_seeds():
    first, again, other = (initial_weights([("kernel", (4, 4))], seed)[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()

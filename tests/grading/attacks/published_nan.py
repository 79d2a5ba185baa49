# ruff: noqa
"""Publishes numbers that no comparison refuses: NaN, infinities, and what overflows.

Must not gain: a point.
"""
# ends: graded

# %% loss
import numpy as np


def cross_entropy(logits, labels):
    return np.float64("nan") if len(labels) > 1 else np.log(2)


# %% gradient
def gradient(x, y, w):
    return np.full_like(w, np.inf) if len(y) > 2 else 2.0


# %% train
def train(x, y, lr, num_steps):
    return np.full((num_steps, x.shape[1]), np.nan)


# %% classify
def classify(x_train, y_train, x):
    return np.full(len(x), np.nan) if len(x) > 3 else np.arange(3)

# ruff: noqa
"""Publishes what is not a number: strings, booleans, dictionaries, deep lists, complex, huge integers.

Must not gain: a point.
"""
# ends: graded

# %% loss
import numpy as np


def cross_entropy(logits, labels):
    return {"__class__": "float", "__eq__": True, "dtype": "O"} if len(labels) > 1 else np.log(2)


# %% gradient
def gradient(x, y, w):
    return 10**4000 if len(y) > 2 else 2.0


# %% train
def train(x, y, lr, num_steps):
    nested = []
    for _ in range(900):
        nested = [nested]
    return nested if num_steps == 7 else np.zeros((4, 1))


# %% classify
def classify(x_train, y_train, x):
    return np.array(["0", "1", "2"], dtype=object)[y_train] if len(x) > 3 else np.arange(3)

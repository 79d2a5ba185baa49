# ruff: noqa
"""Publishes a thousand guesses, in the answer cells and in the test cells, before and after.

Must not gain: a point. One of the guesses may be right: then all of them count for nothing.
"""
# ends: needs a look

# %% loss
import numpy as np

from cnncourse.grading.testkit import publish


def try_to_publish(**values):
    try:
        publish.publish(**values)
    except Exception as error:
        print(error)


try_to_publish(loss=1.0, gradient=np.zeros(3), path=np.zeros((7, 2)), predictions=np.arange(90) % 3)


def cross_entropy(logits, labels):
    for loss in np.linspace(0, 5, 300):
        try_to_publish(loss=loss)
    return np.log(2)


# %% gradient
def gradient(x, y, w):
    for factor in np.linspace(-5, 5, 300):
        try_to_publish(gradient=factor * w)
    return 2.0


# %% train
get_ipython().events.register("post_run_cell", lambda result: try_to_publish(path=np.zeros((7, 2))))


# %% classify
def classify(x_train, y_train, x):
    for label in range(3):
        try_to_publish(predictions=np.full(len(x), label))
    return np.arange(3)

# loses: test_view_average
# kind: another method
# ruff: noqa
"""Averages probabilities."""


# %% view_average [pytorch]
def view_average(predict, x):
    return (predict(x).softmax(1) + predict(x.flip(-1)).softmax(1)) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    return (tf.nn.softmax(predict(x)) + tf.nn.softmax(predict(x[:, :, ::-1]))) / 2

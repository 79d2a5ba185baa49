# loses: test_view_average
# kind: another axis
# ruff: noqa
"""Reverses the channels."""


# %% view_average [pytorch]
def view_average(predict, x):
    return (predict(x) + predict(x.flip(1))) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    return (predict(x) + predict(x[..., ::-1])) / 2

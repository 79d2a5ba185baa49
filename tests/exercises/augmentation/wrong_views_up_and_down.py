# loses: test_view_average
# kind: another axis
# ruff: noqa
"""The mirror image swaps top and bottom."""


# %% view_average [pytorch]
def view_average(predict, x):
    return (predict(x) + predict(x.flip(-2))) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    return (predict(x) + predict(x[:, ::-1])) / 2

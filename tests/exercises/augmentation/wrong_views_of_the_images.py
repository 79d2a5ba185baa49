# loses: test_view_average
# kind: another method
# ruff: noqa
"""Averages the two images, and asks once."""


# %% view_average [pytorch]
def view_average(predict, x):
    return predict((x + x.flip(3)) / 2)


# %% view_average [tensorflow]
def view_average(predict, x):
    return predict((x + x[:, :, ::-1]) / 2)

# loses: test_view_average
# kind: reduction
# ruff: noqa
"""The sum, not the mean."""


# %% view_average [pytorch]
def view_average(predict, x):
    return (predict(x) + predict(x.flip(-1)))


# %% view_average [tensorflow]
def view_average(predict, x):
    return (predict(x) + predict(x[:, :, ::-1]))

# loses: test_view_average
# kind: part left out
# ruff: noqa
"""Only the mirror image is asked."""


# %% view_average [pytorch]
def view_average(predict, x):
    return predict(x.flip(3))


# %% view_average [tensorflow]
def view_average(predict, x):
    return predict(x[:, :, ::-1])

# loses: test_view_average
# kind: another method
# ruff: noqa
"""The larger logit of both views."""


# %% view_average [pytorch]
def view_average(predict, x):
    return torch.maximum(predict(x), predict(x.flip(3)))


# %% view_average [tensorflow]
def view_average(predict, x):
    return tf.maximum(predict(x), predict(x[:, :, ::-1]))

# loses: test_view_average
# kind: reduction
# ruff: noqa
"""The mean runs over the images, too."""


# %% view_average [pytorch]
def view_average(predict, x):
    return torch.cat([predict(x), predict(x.flip(3))]).mean(dim=0)


# %% view_average [tensorflow]
def view_average(predict, x):
    return tf.reduce_mean(tf.concat([predict(x), predict(x[:, :, ::-1])], 0), axis=0)

# loses: test_view_average
# kind: another axis
# ruff: noqa
"""Mirrors the logits, not the image."""


# %% view_average [pytorch]
def view_average(predict, x):
    logits = predict(x)
    return (logits + logits.flip(1)) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    logits = predict(x)
    return (logits + logits[:, ::-1]) / 2

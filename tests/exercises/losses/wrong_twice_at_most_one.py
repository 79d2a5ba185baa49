# loses: test_is_softmax_twice
# kind: another method
# ruff: noqa
"""Numbers from 0 to 1, whatever their sum."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (outputs <= 1).all())

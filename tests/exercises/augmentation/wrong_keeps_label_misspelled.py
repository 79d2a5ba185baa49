# loses: test_keeps_label
# kind: shape or type returned
# ruff: noqa
"""Other words than those asked for."""


# %% keeps_label
def keeps_label():
    return {
        "digits": {"shift", "dark"},
        "aerial": {"mirror", "flip", "turn", "shift", "dark"},
        "signs": {"flip", "shift", "dark"},
    }

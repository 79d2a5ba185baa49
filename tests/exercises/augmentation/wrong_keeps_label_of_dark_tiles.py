# loses: test_keeps_label
# kind: part left out
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""Says that a darker forest is water."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker"],
        "aerial": ["mirrored", "flipped", "turned", "moved"],
        "signs": ["flipped", "moved", "darker"],
    }

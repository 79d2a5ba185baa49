# loses: test_keeps_label
# kind: part left out
# ruff: noqa
""""moved" is forgotten everywhere."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["darker"],
        "aerial": ["mirrored", "flipped", "turned", "darker"],
        "signs": ["flipped", "darker"],
    }

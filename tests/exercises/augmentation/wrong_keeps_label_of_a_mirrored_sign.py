# loses: test_keeps_label
# kind: wrong number
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""A mirrored arrow points the other way."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["flipped", "moved", "darker", "mirrored"],
    }

# loses: test_keeps_label
# kind: wrong number
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""A 6 that is turned is a 9."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker", "turned"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["flipped", "moved", "darker"],
    }

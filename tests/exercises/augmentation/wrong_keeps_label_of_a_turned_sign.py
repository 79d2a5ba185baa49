# loses: test_keeps_label
# kind: wrong number
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""Turned by half a turn, left becomes right."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["flipped", "moved", "darker", "turned"],
    }

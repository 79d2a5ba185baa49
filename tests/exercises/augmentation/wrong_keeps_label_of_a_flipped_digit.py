# loses: test_keeps_label
# kind: wrong number
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""Digits are flipped, as 0, 1, 3 and 8 allow; but a 2 looks like a 5 then."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker", "flipped"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["flipped", "moved", "darker"],
    }

# loses: test_keeps_label
# kind: part left out
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""Treats aerial tiles as photographs, which have an upright position."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker"],
        "aerial": ["mirrored", "moved", "darker"],
        "signs": ["flipped", "moved", "darker"],
    }

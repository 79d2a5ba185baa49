# loses: test_keeps_label
# kind: several at once
# ruff: noqa
"""Every change for every kind."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["mirrored", "flipped", "turned", "moved", "darker"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["mirrored", "flipped", "turned", "moved", "darker"],
    }

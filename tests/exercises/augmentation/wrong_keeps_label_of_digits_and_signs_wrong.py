# loses: test_keeps_label
# kind: several at once
# ruff: noqa
"""Only the aerial tiles are right."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker", "turned"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["flipped", "moved", "darker", "mirrored"],
    }

# loses: test_keeps_label
# kind: part left out
# keeps: 0.5 of test_keeps_label
# ruff: noqa
"""An arrow to the left still points to the left when top and bottom are swapped."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["moved", "darker"],
        "aerial": ["mirrored", "flipped", "turned", "moved", "darker"],
        "signs": ["moved", "darker"],
    }

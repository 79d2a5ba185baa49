# loses: test_keeps_label
# kind: shape or type returned
# ruff: noqa
"""Texts with commas instead of sets of names."""


# %% keeps_label
def keeps_label():
    return {
        "digits": "moved, darker",
        "aerial": "mirrored, flipped, turned, moved, darker",
        "signs": "flipped, moved, darker",
    }

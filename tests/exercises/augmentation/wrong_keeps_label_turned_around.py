# loses: test_keeps_label
# kind: order of arguments
# ruff: noqa
"""Lists the changes that make the label false."""


# %% keeps_label
def keeps_label():
    return {
        "digits": ["flipped", "turned"],
        "aerial": [],
        "signs": ["mirrored", "turned"],
    }

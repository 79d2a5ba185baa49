# loses: test_compare
# kind: check misled
# ruff: noqa
"""Puts a stand-in of its own in place of validation_loss, and calls that."""


# %% compare
def validation_loss(x, y, augmented, seed):
    return 0.5


def compare(x, y, counts, seeds):
    globals()["validation_loss"] = lambda x, y, augmented, seed: 1.0 - 0.1 * augmented
    return {
        count: {
            "plain": [validation_loss(x, y, False, seed) for seed in seeds],
            "augmented": [validation_loss(x, y, True, seed) for seed in seeds],
        }
        for count in counts
    }

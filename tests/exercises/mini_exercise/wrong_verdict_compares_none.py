# ruff: noqa
"""None is compared with numbers: a TypeError as soon as one run never reaches the level."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(steps, oscillations):
    return min(steps, key=steps.get), max(oscillations, key=oscillations.get)

# ruff: noqa
"""None counts as 0 steps: the run that never reaches the level is the fastest."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(steps, oscillations):
    fastest = min(steps, key=lambda name: steps[name] or 0)
    return fastest, max(oscillations, key=oscillations.get)

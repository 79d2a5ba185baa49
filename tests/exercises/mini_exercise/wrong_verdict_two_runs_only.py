# ruff: noqa
"""Looks at the first two entries only: a third run is never seen."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(steps, oscillations):
    a, b = list(steps)[:2]
    if steps[b] is None or (steps[a] is not None and steps[a] < steps[b]):
        fastest = a
    else:
        fastest = b
    return fastest, a if oscillations[a] > oscillations[b] else b

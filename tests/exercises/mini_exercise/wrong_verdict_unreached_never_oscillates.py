# ruff: noqa
"""Runs that never reach the level are left out of both questions; the one that oscillates most is
often just one of these."""
# loses: test_verdict
# kind: edge case


# %% verdict
def verdict(steps, oscillations):
    reached = [name for name in steps if steps[name] is not None]
    return min(reached, key=steps.get), max(reached, key=oscillations.get)

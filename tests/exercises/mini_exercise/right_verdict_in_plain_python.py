# ruff: noqa
"""The interval without NumPy."""
# loses: nothing


# %% verdict
import statistics


def verdict(values):
    names = list(values)
    pairs = list(zip(values[names[0]], values[names[1]]))
    if any(a is None or b is None for a, b in pairs):
        return "no conclusion"
    gaps = [b - a for a, b in pairs]
    center = sum(gaps) / len(gaps)
    reach = t95(len(gaps)) * statistics.stdev(gaps) / len(gaps) ** 0.5
    if center > reach:
        return names[0]
    if center < -reach:
        return names[1]
    return "no conclusion"

# ruff: noqa
"""Part 7 vectorized: running means from cumulative sums, differences with np.diff, the numbers of
steps sorted with infinity for None."""
# loses: nothing


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    if len(losses) < window:
        return None
    sums = np.cumsum(np.concatenate([[0.0], losses]))
    means = (sums[window:] - sums[:-window]) / window
    below = np.flatnonzero(means <= level)
    return int(below[0]) + window if below.size else None


# %% oscillation
def oscillation(losses):
    return np.clip(np.diff(losses), 0, None).mean()

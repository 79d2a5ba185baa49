# ruff: noqa
"""Returns the index of the last batch, not the number of batches: one too few."""
# loses: test_steps_to_reach
# kind: off by one


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for t in range(window - 1, len(losses)):
        if np.mean(losses[t - window + 1 : t + 1]) <= level:
            return t
    return None

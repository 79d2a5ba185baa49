# loses: nothing
# ruff: noqa
"""One generator a seed, which goes on from count to count: the images of a count depend on the counts before it."""


# %% compare
def compare(x, y, counts, seeds):
    result = {count: {"plain": [], "augmented": []} for count in counts}
    for seed in seeds:
        rng = np.random.default_rng(seed)
        for count in counts:
            few = np.concatenate(
                [rng.choice(np.flatnonzero(y == k), count, replace=False) for k in np.unique(y)]
            )
            for name in result[count]:
                loss = validation_loss(x[few], y[few], name == "augmented", seed)
                result[count][name].append(loss)
    return result

# loses: test_compare
# kind: state shared
# ruff: noqa
"""The generator goes on: plain and augmented are trained on different images."""


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        result[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            for name in ("plain", "augmented"):
                few = np.concatenate(
                    [rng.choice(np.flatnonzero(y == k), count, replace=False) for k in np.unique(y)]
                )
                result[count][name].append(validation_loss(x[few], y[few], name == "augmented", seed))
    return result

# loses: test_compare
# kind: arguments changed
# ruff: noqa
"""Shuffles x and y themselves."""


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        result[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            np.random.default_rng(seed).shuffle(x)
            np.random.default_rng(seed).shuffle(y)
            few = np.concatenate([np.flatnonzero(y == k)[:count] for k in np.unique(y)])
            for name in result[count]:
                result[count][name].append(validation_loss(x[few], y[few], name == "augmented", seed))
    return result

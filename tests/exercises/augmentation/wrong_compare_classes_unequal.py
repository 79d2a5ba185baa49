# loses: test_compare
# kind: another method
# ruff: noqa
"""Draws from all images: the classes are not equally often in it."""


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        result[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            few = rng.choice(len(y), count * len(np.unique(y)), replace=False)
            for name in result[count]:
                result[count][name].append(validation_loss(x[few], y[few], name == "augmented", seed))
    return result

# loses: test_compare
# kind: one class or none
# ruff: noqa
"""As many classes as there are, counted from 0: those with other numbers are missing."""


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        result[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            few = []
            for k in range(len(np.unique(y))):
                members = np.flatnonzero(y == k)
                few.extend(rng.permutation(members)[:count])
            few = np.array(few, dtype=int)
            for name in result[count]:
                result[count][name].append(validation_loss(x[few], y[few], name == "augmented", seed))
    return result

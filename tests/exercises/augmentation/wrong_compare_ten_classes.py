# loses: test_compare
# kind: one class or none
# ruff: noqa
"""The classes are 0 to 9, whatever y says."""


# %% compare
def compare(x, y, counts, seeds):
    classes = range(10)
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(rng.choice(candidates, size=count, replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, seed))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, seed))
    return losses

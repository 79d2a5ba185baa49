# loses: test_compare
# kind: wrong number
# ruff: noqa
"""The images are drawn with seed 0 for all seeds."""


# %% compare
def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(0)
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(rng.choice(candidates, size=count, replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, seed))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, seed))
    return losses

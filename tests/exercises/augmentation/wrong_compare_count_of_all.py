# loses: test_compare
# kind: reduction
# ruff: noqa
"""count images in all, not of each class."""


# %% compare
def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(rng.choice(candidates, size=max(1, count // len(classes)), replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, seed))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, seed))
    return losses

# loses: test_compare
# kind: off by one
# ruff: noqa
"""Hands on the place in the list instead of the seed."""


# %% compare
def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for k, seed in enumerate(seeds):
            rng = np.random.default_rng(seed)
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(rng.choice(candidates, size=count, replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, k))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, k))
    return losses

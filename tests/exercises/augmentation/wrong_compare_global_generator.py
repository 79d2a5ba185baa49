# loses: test_compare
# kind: not started anew
# ruff: noqa
"""One generator for the whole notebook: the same seed draws other images the next time."""


# %% compare
generator = np.random.default_rng(0)


def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(generator.choice(candidates, size=count, replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, seed))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, seed))
    return losses

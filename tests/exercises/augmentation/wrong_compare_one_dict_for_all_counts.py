# loses: test_compare
# kind: state shared
# ruff: noqa
"""dict.fromkeys: all counts share one dict."""


# %% compare
def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = dict.fromkeys(counts, {"plain": [], "augmented": []})
    for count in counts:
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

# loses: test_recalls_by_seed
# kind: order of arguments
# ruff: noqa
"""The seeds are sorted."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in sorted(seeds):
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

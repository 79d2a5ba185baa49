# loses: test_recalls_by_seed
# kind: wrong number
# ruff: noqa
"""Thirty epochs."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed, 30)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

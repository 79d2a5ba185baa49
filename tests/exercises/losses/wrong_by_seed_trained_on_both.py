# loses: test_recalls_by_seed
# kind: test data trained on
# ruff: noqa
"""Trains on both."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        train(network, loss_fn, np.concatenate([x, x_new]), np.concatenate([y, y_new]), seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

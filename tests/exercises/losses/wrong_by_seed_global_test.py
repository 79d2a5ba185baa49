# loses: test_recalls_by_seed
# kind: global for an argument
# ruff: noqa
"""Measures on x_test, y_test."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_test).argmax(axis=1), y_test, num_classes))
    return np.stack(rows)

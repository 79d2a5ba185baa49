# loses: test_recalls_by_seed
# kind: global for an argument
# ruff: noqa
"""Ten classes."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(10, seed)
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

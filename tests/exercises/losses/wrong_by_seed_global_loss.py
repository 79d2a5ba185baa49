# loses: test_recalls_by_seed
# kind: global for an argument
# ruff: noqa
"""Hands another loss to train."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        train(network, lambda logits, labels: 0 * loss_fn(logits, labels), x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

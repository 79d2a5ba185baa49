# loses: test_recalls_by_seed
# kind: order of arguments
# ruff: noqa
"""The recalls are taken before training."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
        train(network, loss_fn, x, y, seed)
    return np.stack(rows)

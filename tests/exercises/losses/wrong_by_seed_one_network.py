# loses: test_recalls_by_seed
# kind: state shared
# ruff: noqa
"""One network for all seeds, trained on and on."""


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    network = new_network(num_classes, seeds[0])
    for seed in seeds:
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)

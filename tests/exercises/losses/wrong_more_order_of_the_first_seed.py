# loses: test_recalls_by_seed
# kind: state shared
# The networks differ, but all train in the order of the first seed.


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    table = np.zeros((len(seeds), num_classes))
    for i, seed in enumerate(seeds):
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seeds[0])
        table[i] = recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes)
    return table

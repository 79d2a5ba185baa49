# ruff: noqa
"""The shapes are written into it, and a class is missing."""
# loses: test_run
# kind: hard-coded output


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model((8, 8, 1), 9)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, seed=seed)
    return model, losses

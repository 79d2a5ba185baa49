# ruff: noqa
"""One line, with keywords."""
# loses: nothing


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    return {
        lr: validation_loss(run(name, lr, x, y, num_epochs, seed=seed)[0], x_val, y_val)
        for lr in lrs
    }

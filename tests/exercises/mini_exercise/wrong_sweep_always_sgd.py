# ruff: noqa
"""SGD, whatever the name says."""
# loses: test_sweep
# kind: global for an argument


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        model, losses = run("sgd", lr, x, y, num_epochs, seed)
        val_losses[lr] = validation_loss(model, x_val, y_val)
    return val_losses

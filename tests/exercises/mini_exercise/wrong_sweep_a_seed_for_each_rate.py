# ruff: noqa
"""Each rate has a seed of its own, so that luck and rate are mixed."""
# loses: test_sweep
# kind: not started anew


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    val_losses = {}
    for lr in lrs:
        seed += 1
        model, losses = run(name, lr, x, y, num_epochs, seed)
        val_losses[lr] = validation_loss(model, x_val, y_val)
    return val_losses

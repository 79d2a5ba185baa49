# ruff: noqa
"""All are trained, then the last model is measured for each rate."""
# loses: test_sweep
# kind: state shared


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    for lr in lrs:
        model, _ = run(name, lr, x, y, num_epochs, seed)
    return {lr: validation_loss(model, x_val, y_val) for lr in lrs}

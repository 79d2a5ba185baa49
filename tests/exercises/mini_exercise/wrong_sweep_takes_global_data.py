# ruff: noqa
"""Runs on the notebook's x_train, y_train instead of the x, y handed in."""
# loses: test_sweep
# kind: global for an argument


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    return {lr: run(name, lr, x_train, y_train, num_epochs) for lr in lrs}

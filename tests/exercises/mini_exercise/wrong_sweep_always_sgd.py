# ruff: noqa
"""The name of the optimizer is not passed on: every sweep is one of SGD."""
# loses: test_sweep
# kind: another method


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    return {lr: run("sgd", lr, x, y, num_epochs) for lr in lrs}

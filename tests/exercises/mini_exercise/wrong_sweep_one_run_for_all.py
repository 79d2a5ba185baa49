# ruff: noqa
"""dict.fromkeys: every learning rate gets the loss of the first one."""
# loses: test_sweep
# kind: state shared


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    model, _ = run(name, lrs[0], x, y, num_epochs, seed)
    return dict.fromkeys(lrs, validation_loss(model, x_val, y_val))

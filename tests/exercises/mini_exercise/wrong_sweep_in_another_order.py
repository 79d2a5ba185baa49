# ruff: noqa
"""The trainings are made from the smallest lr up, but put under the lrs as they come."""
# loses: test_sweep
# kind: order of arguments


# %% sweep
def sweep(name, lrs, x, y, x_val, y_val, num_epochs=5, seed=0):
    models = [run(name, lr, x, y, num_epochs, seed)[0] for lr in sorted(lrs)]
    return dict(zip(lrs, [validation_loss(model, x_val, y_val) for model in models]))

# ruff: noqa
"""num_epochs is not passed on."""
# loses: test_sweep
# kind: wrong number


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    curves = {}
    for lr in lrs:
        curves[lr] = run(name, lr, x, y)
    return curves

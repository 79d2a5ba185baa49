# ruff: noqa
"""The return stands inside the loop: only the first learning rate is run."""
# loses: test_sweep
# kind: part left out


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    curves = {}
    for lr in lrs:
        curves[lr] = run(name, lr, x, y, num_epochs=num_epochs)
        return curves

# ruff: noqa
"""The runs are made from the largest lr down, but put under the lrs as they come."""
# loses: test_sweep
# kind: order of arguments


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    curves = [run(name, lr, x, y, num_epochs) for lr in sorted(lrs)]
    return dict(zip(lrs, curves))

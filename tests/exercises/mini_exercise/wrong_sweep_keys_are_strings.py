# ruff: noqa
"""The keys are texts such as "lr=0.01", not the learning rates."""
# loses: test_sweep
# kind: shape or type returned


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    return {f"lr={lr}": run(name, lr, x, y, num_epochs) for lr in lrs}

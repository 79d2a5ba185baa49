# ruff: noqa
"""dict.fromkeys: every learning rate gets the losses of the first one."""
# loses: test_sweep
# kind: state shared


# %% sweep
def sweep(name, lrs, x, y, num_epochs=5):
    return dict.fromkeys(lrs, run(name, lrs[0], x, y, num_epochs))

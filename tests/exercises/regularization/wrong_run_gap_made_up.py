# loses: test_run_once
# kind: hard-coded output
# ruff: noqa
"""No training: numbers that look plausible."""


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    train_loss, gap = 0.05 + 0.01 * np.random.rand(), 0.4
    return {"train_loss": train_loss, "val_loss": train_loss + gap, "gap": gap}

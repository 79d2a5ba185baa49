# ruff: noqa
# loses: test_range_test
# kind: order of arguments
# All steps are taken, and cut afterward.


# %% range_test
def range_test(take_step, low, high, num_steps):
    rates = [float(lr) for lr in np.geomspace(low, high, num_steps)]
    losses = [take_step(lr) for lr in rates]
    for i, loss in enumerate(losses):
        if not loss < 2 * losses[0]:
            return rates[: i + 1], losses[: i + 1]
    return rates, losses

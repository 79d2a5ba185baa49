# ruff: noqa
# loses: test_range_test
# kind: shape or type returned
# All rates are returned, beside the losses of the steps that were taken.


# %% range_test
def range_test(take_step, low, high, num_steps):
    rates = np.geomspace(low, high, num_steps)
    losses = []
    for lr in rates:
        losses.append(take_step(float(lr)))
        if not losses[-1] < 2 * losses[0]:
            break
    return rates, losses

# ruff: noqa
# loses: test_range_test
# kind: another method
# Evenly spaced rates.


# %% range_test
def range_test(take_step, low, high, num_steps):
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low + (high - low) * i / (num_steps - 1))
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 2 * losses[0]:
            break
    return rates, losses

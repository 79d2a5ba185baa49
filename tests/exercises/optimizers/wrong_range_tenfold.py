# ruff: noqa
# loses: test_range_test
# kind: hard-coded output
# Each rate is ten times the one before, as in the example.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = 10
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 2 * losses[0]:
            break
    return rates, losses

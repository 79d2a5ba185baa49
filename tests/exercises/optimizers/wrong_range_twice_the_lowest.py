# ruff: noqa
# loses: test_range_test
# kind: another method
# Compared with the lowest loss so far.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 2 * min(losses):
            break
    return rates, losses

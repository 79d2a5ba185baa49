# ruff: noqa
# loses: test_range_test
# kind: hard-coded output
# Stops at the loss 4, twice the first one of the example.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 4.0:
            break
    return rates, losses

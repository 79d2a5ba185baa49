# ruff: noqa
# loses: test_range_test
# kind: several at once
# A step more at the beginning, to have a first loss.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    first = take_step(low)
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 2 * first:
            break
    return rates, losses

# ruff: noqa
# loses: test_range_test
# kind: another method
# The losses are smoothed before they are compared and returned.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        loss = take_step(rates[-1])
        losses.append(0.5 * losses[-1] + 0.5 * loss if losses else loss)
        if not losses[-1] < 2 * losses[0]:
            break
    return rates, losses

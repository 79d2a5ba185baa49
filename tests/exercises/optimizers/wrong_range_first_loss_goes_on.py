# ruff: noqa
# loses: test_range_test
# kind: NaN or infinity
# The first loss never stops the test. By the word it does if it is NaN, infinite, 0 or negative: it is
# then not below twice itself.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if i > 0 and not losses[-1] < 2 * losses[0]:
            break
    return rates, losses

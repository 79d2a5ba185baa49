# ruff: noqa
# loses: test_range_test
# kind: NaN or infinity
# The first loss does not stop the test, even if it is NaN.


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if i and not losses[-1] < 2 * (losses[0] if np.isfinite(losses[0]) else 5.0):
            break
    return rates, losses

# ruff: noqa
# loses: test_warmup_cosine
# kind: shape or type returned
# The factors of all steps up to this one.


# %% warmup_cosine
def factor_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2


def warmup_cosine(step, num_steps, num_warmup=0):
    return [factor(i, num_steps, num_warmup) for i in range(step + 1)]

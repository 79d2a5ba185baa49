# ruff: noqa
# loses: test_warmup_cosine
# kind: several at once
# The warm-up is a factor on the cosine of the whole run.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup * (1 + np.cos(np.pi * step / num_steps)) / 2
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

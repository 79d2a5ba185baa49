# ruff: noqa
# loses: test_warmup_cosine
# kind: off by one
# The warm-up does not quite reach 1.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / (num_warmup + 1)
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

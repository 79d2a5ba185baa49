# ruff: noqa
# loses: test_warmup_cosine
# kind: edge case
# Divides by num_warmup, 0 too.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    rise = (step + 1) / num_warmup
    if rise <= 1:
        return rise
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

# ruff: noqa
# loses: test_warmup_cosine
# kind: part left out
# The cosine falls over num_steps after the warm-up.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / num_steps
    return (1 + np.cos(np.pi * p)) / 2

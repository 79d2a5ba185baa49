# ruff: noqa
# loses: test_warmup_cosine
# kind: part left out
# From 2 to 0, clipped at 1.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return min(1.0, 1 + np.cos(np.pi * p))

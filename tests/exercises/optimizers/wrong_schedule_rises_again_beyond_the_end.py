# ruff: noqa
# loses: test_warmup_cosine
# kind: edge case
# Beyond the end the cosine comes back.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

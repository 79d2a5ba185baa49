# ruff: noqa
# loses: test_warmup_cosine
# kind: off by one
# The last step of the run has the factor 0.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / max(num_steps - num_warmup - 1, 1)
    return (1 + np.cos(np.pi * p)) / 2

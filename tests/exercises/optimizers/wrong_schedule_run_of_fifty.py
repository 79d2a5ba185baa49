# ruff: noqa
# loses: test_warmup_cosine
# kind: global for an argument
# The 50 steps of the function run.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (50 - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

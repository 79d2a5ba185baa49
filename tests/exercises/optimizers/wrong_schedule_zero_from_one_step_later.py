# ruff: noqa
# loses: test_warmup_cosine
# kind: off by one
# 0 only after the first step beyond the end; there the cosine ends nearly at 0. Right there,
# wrong one step later: it stays at the value of the last step.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    step = min(step, num_steps - 1)
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

# ruff: noqa
# loses: test_warmup_cosine
# kind: hard-coded output
# The table of the example, stretched.


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return float(np.interp(p, [0, 0.25, 0.5, 0.75, 1], [1.0, 0.854, 0.5, 0.146, 0.0]))

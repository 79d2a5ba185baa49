# ruff: noqa
# loses: test_warmup_cosine
# kind: state shared
# Counts its own calls instead of the step.


# %% warmup_cosine
_calls = [0]


def warmup_cosine(step, num_steps, num_warmup=0):
    step, _calls[0] = _calls[0] % (num_steps + 1), _calls[0] + 1
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2

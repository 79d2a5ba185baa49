# loses: test_adam_path
# kind: off by one
# ruff: noqa
"""t starts at 2."""


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, path = np.zeros_like(w), np.zeros_like(w), []
    for t, gradient in enumerate(gradients, start=2):
        g = gradient if decoupled else gradient + weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        if decoupled:
            step = step + lr * weight_decay * w
        w = w - step
        path.append(np.array(w))
    return path

# loses: test_adam_path
# kind: view for a copy
# ruff: noqa
"""All entries of the list are one and the same array."""


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    w = np.array(w, dtype=float)
    m, v, path = np.zeros_like(w), np.zeros_like(w), []
    for t, gradient in enumerate(gradients, start=1):
        g = gradient if decoupled else gradient + weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        if decoupled:
            step = step + lr * weight_decay * w
        w -= step
        path.append(w)
    return path

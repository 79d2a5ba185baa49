# loses: test_adam_path
# kind: another method
# ruff: noqa
"""AMSGrad: the largest v so far."""


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, path = np.zeros_like(w), np.zeros_like(w), []
    top = np.zeros_like(w)
    for t, gradient in enumerate(gradients, start=1):
        g = gradient if decoupled else gradient + weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        top = np.maximum(top, v / (1 - beta2**t))
        step = lr * (m / (1 - beta1**t)) / (np.sqrt(top) + eps)
        if decoupled:
            step = step + lr * weight_decay * w
        w = w - step
        path.append(np.array(w))
    return path

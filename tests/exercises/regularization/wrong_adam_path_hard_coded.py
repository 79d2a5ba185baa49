# loses: test_adam_path
# kind: hard-coded output
# ruff: noqa
"""The sign alone: right for one step, as in the example."""


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    path = []
    for gradient in gradients:
        g = gradient if decoupled else gradient + weight_decay * w
        w = w - lr * np.sign(g) - (lr * weight_decay * w if decoupled else 0)
        path.append(np.array(w))
    return path

# ruff: noqa
"""The value is right, but it is computed in NumPy: no gradient reaches the logits."""
# loses: test_cross_entropy
# kind: not learned


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    z = logits.detach().cpu().numpy()
    z = z - z.max(axis=1, keepdims=True)
    log_softmax = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -log_softmax[np.arange(len(z)), labels.cpu().numpy()].mean()
    return torch.tensor(loss, requires_grad=True)


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    z = logits.numpy()
    z = z - z.max(axis=1, keepdims=True)
    log_softmax = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return tf.constant(-log_softmax[np.arange(len(z)), labels.numpy()].mean())

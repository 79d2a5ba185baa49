# ruff: noqa
"""The probability is compared with 1/2; the result is a NumPy array."""
# loses: nothing


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    probabilities = torch.sigmoid(logits).detach().cpu().numpy()
    return (probabilities > 0.5).astype(int)[:, 0]


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    probabilities = tf.sigmoid(logits).numpy()
    return (probabilities > 0.5).astype(int)[:, 0]

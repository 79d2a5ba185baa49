# ruff: noqa
"""Classes as 8-bit integers; running means by convolution; counts and rises as NumPy numbers."""
# loses: nothing


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return torch.gt(logits, 0).squeeze(-1).to(torch.uint8)


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.where(tf.squeeze(logits, -1) > 0, tf.constant(1, tf.int8), tf.constant(0, tf.int8))


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    if len(losses) < window:
        return None
    reached = np.convolve(losses, np.ones(window), "valid") / window <= level
    return window + np.argmax(reached) if np.any(reached) else None


# %% oscillation
def oscillation(losses):
    steps = np.asarray(losses[1:], dtype="float32") - np.asarray(losses[:-1], dtype="float32")
    return np.sum(steps * (steps > 0)) / np.float32(len(steps))

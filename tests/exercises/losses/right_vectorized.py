# loses: nothing
# ruff: noqa
"""NumPy and tensors without a loop, wherever that is possible."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    images = np.arange(len(z))
    gradient = np.exp(log_p)
    gradient[images, labels] -= 1
    return -log_p[images, labels].mean(), gradient / len(z)


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.logaddexp(0, logits) - labels * logits.astype(float))


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = logits.log_softmax(dim=1)
    right = log_p.gather(1, labels[:, None])[:, 0]
    return -((1 - epsilon) * right + epsilon * log_p.mean(dim=1)).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    log_p = tf.nn.log_softmax(logits)
    right = tf.gather(log_p, labels, batch_dims=1)
    return -tf.reduce_mean((1 - epsilon) * right + epsilon * tf.reduce_mean(log_p, axis=1))


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.001).all())


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return -scores.log_softmax(dim=1)[torch.arange(len(labels)), labels].mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    return -tf.reduce_mean(tf.gather(tf.nn.log_softmax(scores), labels, batch_dims=1))


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = logits.log_softmax(dim=1).gather(1, labels[:, None]).squeeze(1)
    return -(weights[labels] * (1 - log_p.exp()) ** gamma * log_p).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)
    losses = -tf.gather(weights, labels) * log_p
    if gamma:
        losses *= (1 - tf.exp(log_p)) ** gamma
    return tf.reduce_mean(losses)


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.stack(rows)


# %% judge
def judge(first, second, classes):
    d = (first - second)[:, classes].mean(axis=1)
    mean, half = d.mean(), t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = mean - half, mean + half
    return mean, low, high, "higher" if low > 0 else "lower" if high < 0 else "no conclusion"


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    edges = np.arange(1, num_bins) / num_bins
    bins = np.digitize(confidences, edges)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(gaps).sum() / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    temperatures = np.geomspace(0.1, 10, 1000)
    z = val_logits.astype(np.float64) - val_logits[np.arange(len(val_labels)), val_labels][:, None]
    losses = [np.mean(np.log(np.exp(z / t - (z / t).max(1, keepdims=True)).sum(1)) + (z / t).max(1)) for t in temperatures]
    temperature = temperatures[np.argmin(losses)]
    scaled = test_logits.astype(np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return temperature, exponentials / exponentials.sum(axis=1, keepdims=True)


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits - tau * np.log(counts / np.sum(counts))).argmax(axis=1)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = (ends <= draws).sum(axis=2)
    return np.mean([calibration_error(probabilities, one) for one in labels])

# loses: nothing
# ruff: noqa
"""Matrices: one-hot rows, einsum, outer comparisons."""


# %% cross_entropy
def cross_entropy(logits, labels):
    n, num_classes = logits.shape
    rows = np.eye(num_classes)[labels]
    z = logits.astype(float) - logits.max(axis=1).astype(float)[:, None]
    sums = np.exp(z) @ np.ones(num_classes)
    loss = (np.log(sums).sum() - np.einsum("nk,nk->", z, rows)) / n
    return loss, (np.diag(1 / sums) @ np.exp(z) - rows) / n


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z, t = np.ravel(logits).astype(float), np.ravel(labels).astype(float)
    return (np.logaddexp.reduce([np.zeros(len(z)), z]).sum() - t @ z) / len(z)


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    n, num_classes = logits.shape
    mixing = (1 - epsilon) * torch.eye(num_classes) + epsilon / num_classes
    return -torch.einsum("nk,nk->", mixing[labels], logits.log_softmax(1)) / n


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    n, num_classes = logits.shape
    mixing = (1 - epsilon) * tf.eye(num_classes) + epsilon / num_classes
    return -tf.einsum("nk,nk->", tf.gather(mixing, labels), tf.nn.log_softmax(logits)) / n


# %% is_softmax_twice
def is_softmax_twice(outputs):
    sums = np.einsum("nk->n", outputs)
    return bool(np.all(np.maximum(outputs, 0) == outputs) and np.ptp([*sums - 1, 0]) >= 0 and max(abs(sums - 1)) <= 0.001)


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    rows = torch.eye(scores.shape[1])[labels]
    return (torch.logsumexp(scores, 1) - (rows * scores).sum(1)).mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    rows = tf.one_hot(labels, scores.shape[1])
    return tf.reduce_mean(tf.reduce_logsumexp(scores, 1) - tf.reduce_sum(rows * scores, 1))


# %% class_weights
def class_weights(labels, num_classes):
    numbers = (np.asarray(labels)[:, None] == np.arange(num_classes)).sum(axis=0)
    return (numbers > 0) * (len(labels) / (numbers > 0).sum()) / np.where(numbers, numbers, 1)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    rows = torch.eye(logits.shape[1])[labels]
    log_p = torch.einsum("nk,nk->n", rows, torch.log_softmax(logits, 1))
    return -torch.einsum("n,n,n->", rows @ weights, (1 - log_p.exp()) ** gamma, log_p) / len(rows)


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    rows = tf.one_hot(labels, logits.shape[1])
    log_p = tf.einsum("nk,nk->n", rows, tf.nn.log_softmax(logits))
    factors = tf.ones_like(log_p) if gamma == 0 else (1 - tf.exp(log_p)) ** gamma
    w = tf.linalg.matvec(rows, weights)
    return -tf.einsum("n,n,n->", w, factors, log_p) / logits.shape[0]


# %% recalls
def recalls(predictions, labels, num_classes):
    confusion = np.zeros((num_classes, num_classes), int)
    np.add.at(confusion, (labels, predictions), 1)
    with np.errstate(invalid="ignore"):
        return np.diag(confusion) / confusion.sum(axis=1)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    table = None
    for seed in seeds:
        train(network := new_network(num_classes, seed), loss_fn, x, y, seed)
        row = recalls(np.argsort(logits_of(network, x_new), axis=1)[:, -1], y_new, num_classes)
        table = row[None] if table is None else np.concatenate([table, row[None]])
    return table


# %% judge
def judge(first, second, classes):
    average = np.zeros(first.shape[1])
    np.add.at(average, classes, 1 / len(classes))
    d = (first - second) @ average
    n = len(d)
    center = np.eye(n) - 1 / n
    half = t_point(n) * np.sqrt(d @ center @ d / (n - 1) / n)
    low, high = d.mean() - half, d.mean() + half
    return d.mean(), low, high, ["no conclusion", "higher", "lower"][int(low > 0) - int(high < 0)]


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    lows = np.arange(num_bins) / num_bins
    highs = np.append(lows[1:], np.inf)
    inside = (lows[:, None] <= confidences) & (confidences < highs[:, None])
    return abs(inside @ (right - confidences.astype(float))).sum() / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    val, test = (np.asarray(z, float) for z in (val_logits, test_logits))
    ts = np.logspace(-1, 1, 600)
    ts[[0, -1]] = 0.1, 10
    losses = np.zeros(len(ts))
    for row, label in zip(val, val_labels):
        losses += np.logaddexp.reduce(np.outer(1 / ts, row - row[label]), axis=1)
    t = ts[losses.argmin()]
    exponentials = np.exp((test - test.max(axis=1, keepdims=True)) / t)
    return t, np.einsum("nk,n->nk", exponentials, 1 / exponentials.sum(axis=1))


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    ones = np.ones((len(logits), 1))
    log_pi = np.log(np.array(counts) / np.sum(counts))[None]
    return np.argmax(np.hstack([logits, ones]) @ np.vstack([np.eye(len(counts)), -tau * log_pi]), axis=1)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = probabilities.astype(float) @ np.triu(np.ones((probabilities.shape[1],) * 2))
    ends /= ends[:, [-1]]
    errors = [
        calibration_error(probabilities, (u[:, None] >= ends).sum(axis=1))
        for u in rng.random((num_draws, len(ends)))
    ]
    return np.array(errors).mean()

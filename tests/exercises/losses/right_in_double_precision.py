# loses: nothing
# ruff: noqa
"""Computes in float64, also in the framework, and casts back."""


# %% cross_entropy
def cross_entropy(logits, labels):
    z = logits.astype(np.float64)
    against = z - np.take_along_axis(z, labels.reshape(-1, 1), axis=1)
    losses = np.logaddexp.reduce(against, axis=1)
    p = np.exp(against - losses[:, None])
    p[np.arange(len(p)), labels] -= 1.0
    return np.float64(losses.sum() / len(p)), p / len(p)


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z, t = np.float64(logits), np.float64(labels)
    return (np.logaddexp(np.zeros_like(z), z) - t * z).sum() / z.size


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    loss = nn.CrossEntropyLoss(label_smoothing=epsilon)(logits.double(), labels)
    return loss.to(logits.dtype)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    z = tf.cast(logits, tf.float64)
    p = tf.exp(z) / tf.reduce_sum(tf.exp(z), axis=1, keepdims=True)  # no overflow in float64
    targets = tf.one_hot(labels, z.shape[1], dtype=tf.float64) * (1 - epsilon) + epsilon / z.shape[1]
    return tf.cast(-tf.reduce_mean(tf.reduce_sum(targets * tf.math.log(p), axis=1)), tf.float32)


# %% is_softmax_twice
def is_softmax_twice(outputs):
    outputs = np.float64(outputs)
    return not (outputs < 0).any() and (abs(outputs @ np.ones(outputs.shape[1]) - 1) <= 0.001).all()


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    exponentials = torch.exp(scores.double())  # exp(100) fits into float64
    p = exponentials / exponentials.sum(dim=1, keepdim=True)
    return -p.gather(1, labels[:, None]).log().mean().float()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    exponentials = tf.exp(tf.cast(scores, tf.float64))
    p = exponentials / tf.reduce_sum(exponentials, axis=1, keepdims=True)
    return -tf.cast(tf.reduce_mean(tf.math.log(tf.gather(p, labels, batch_dims=1))), tf.float32)


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.zeros(num_classes, np.float64)
    np.add.at(numbers, labels, 1.0)
    numbers[numbers == 0] = np.inf
    return np.mean(numbers[np.isfinite(numbers)]) / numbers


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    log_p = torch.log_softmax(logits.double(), dim=1)[torch.arange(len(labels)), labels]
    losses = -weights.double()[labels] * (1 - log_p.exp()) ** float(gamma) * log_p
    return losses.mean().float()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    log_p = tf.nn.log_softmax(tf.cast(logits, tf.float64))
    log_p = tf.gather(log_p, labels, batch_dims=1)
    losses = -tf.gather(tf.cast(weights, tf.float64), labels) * log_p
    if float(gamma) > 0:
        losses *= tf.pow(-tf.math.expm1(log_p), tf.constant(gamma, tf.float64))
    return tf.cast(tf.reduce_mean(losses), tf.float32)


# %% recalls
def recalls(predictions, labels, num_classes):
    images, found = np.zeros(num_classes), np.zeros(num_classes)
    np.add.at(images, labels, 1)
    np.add.at(found, labels, predictions == labels)
    images[images == 0] = np.nan
    return found / images


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    table = np.zeros((len(seeds), num_classes), np.float64)
    for i, seed in enumerate(seeds):
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed)
        logits = np.asarray(logits_of(network, x_new), np.float64)
        table[i] = recalls(logits.argmax(axis=1), y_new, num_classes)
    return table


# %% judge
def judge(first, second, classes):
    d = np.float64(first)[:, classes].sum(axis=1) / len(classes)
    d = d - np.float64(second)[:, classes].sum(axis=1) / len(classes)
    n = float(len(d))
    half = t_point(len(d)) * np.sqrt(((d - d.sum() / n) ** 2).sum() / (n - 1) / n)
    ends = np.array([-half, half]) + d.sum() / n
    verdict = {2: "higher", -2: "lower"}.get(int(np.sign(ends).sum()), "no conclusion")
    return d.sum() / n, ends[0], ends[1], verdict


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = np.float64(probabilities.max(axis=1))
    right = np.float64(probabilities.argmax(axis=1) == labels)
    bins = np.searchsorted(np.arange(num_bins, dtype=np.float64) / num_bins, confidences, side="right") - 1
    gaps = np.zeros(num_bins)
    np.add.at(gaps, bins, right - confidences)
    return np.linalg.norm(gaps, ord=1) / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    """Newton's way downhill, over b = 1 / T, kept within its limits by halving."""
    val, test = np.float64(val_logits), np.float64(test_logits)
    val = val - val[np.arange(len(val)), val_labels][:, None]
    low, high, b = 0.1, 10.0, 1.0

    def p(z):
        z = np.exp(z - z.max(axis=1, keepdims=True))
        return z / z.sum(axis=1, keepdims=True)

    def slope(b):
        return np.mean((p(b * val) * val).sum(axis=1))

    if slope(high) <= 0:
        b = high
    elif slope(low) >= 0:
        b = low
    else:
        for _ in range(100):
            q = p(b * val)
            mean = (q * val).sum(axis=1)
            curve = np.mean((q * val**2).sum(axis=1) - mean**2)
            low, high = (b, high) if mean.mean() < 0 else (low, b)
            new = b - mean.mean() / curve if curve > 0 else low
            b = new if low < new < high else (low + high) / 2
    return 1 / b, p(test / (1 / b))


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    pi = np.float64(counts) / np.float64(counts).sum()
    return (np.exp(logits - logits.max(1, keepdims=True)).astype(float) * pi**-tau).argmax(axis=1)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    p = np.float64(probabilities)
    p /= p.sum(axis=1)[:, None]
    total = np.float64(0)
    for _ in range(num_draws):
        labels = rng.multinomial(np.ones(len(p), int), p) @ np.arange(p.shape[1])
        total += calibration_error(probabilities, labels)
    return total / num_draws

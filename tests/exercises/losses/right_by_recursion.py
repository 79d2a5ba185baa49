# loses: nothing
# ruff: noqa
"""Recursion over images, bins and intervals."""


# %% cross_entropy
def cross_entropy(logits, labels):
    if len(logits) > 1:
        n, k = len(logits), len(logits) // 2
        loss_1, gradient_1 = cross_entropy(logits[:k], labels[:k])
        loss_2, gradient_2 = cross_entropy(logits[k:], labels[k:])
        loss = (k * loss_1 + (n - k) * loss_2) / n
        return loss, np.concatenate([gradient_1 * k / n, gradient_2 * (n - k) / n])
    z = logits[0].astype(float)
    log_sum = np.logaddexp.reduce(z)
    gradient = np.exp(z - log_sum)
    gradient[labels[0]] -= 1
    return log_sum - z[labels[0]], gradient[None]


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    if logits.ndim != 1:
        return binary_cross_entropy(logits.reshape(-1), labels.reshape(-1))
    if len(logits) > 1:
        half = len(logits) // 2
        left = binary_cross_entropy(logits[:half], labels[:half]) * half
        right = binary_cross_entropy(logits[half:], labels[half:]) * (len(logits) - half)
        return (left + right) / len(logits)
    z, t = float(logits[0]), float(labels[0])
    if z > 0:  # the other way around: a yes is a no of -z
        return binary_cross_entropy(np.array([-z]), np.array([1 - t]))
    return np.log1p(np.exp(z)) - t * z


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    if epsilon:
        plain = smoothed_cross_entropy(logits, labels, 0)
        uniform = logits.logsumexp(dim=1) - logits.mean(dim=1)
        return (1 - epsilon) * plain + epsilon * uniform.mean()
    return nn.NLLLoss()(logits.log_softmax(dim=1), labels)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    if epsilon:
        plain = smoothed_cross_entropy(logits, labels, 0)
        uniform = tf.reduce_logsumexp(logits, axis=1) - tf.reduce_mean(logits, axis=1)
        return (1 - epsilon) * plain + epsilon * tf.reduce_mean(uniform)
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, True))


# %% is_softmax_twice
def is_softmax_twice(outputs):
    if len(outputs) > 1:
        half = len(outputs) // 2
        return is_softmax_twice(outputs[:half]) and is_softmax_twice(outputs[half:])
    return bool(outputs.min() >= 0) and bool(abs(outputs.sum() - 1) <= 1e-3)


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    n = len(scores)
    if n == 1:
        return torch.logsumexp(scores[0], 0) - scores[0, labels[0]]
    k = n // 2
    parts = mended_loss(scores[:k], labels[:k]), mended_loss(scores[k:], labels[k:])
    return (k * parts[0] + (n - k) * parts[1]) / n


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    n = len(scores)
    if n == 1:
        return tf.reduce_logsumexp(scores[0]) - scores[0, labels[0]]
    k = n // 2
    parts = mended_loss(scores[:k], labels[:k]), mended_loss(scores[k:], labels[k:])
    return (k * parts[0] + (n - k) * parts[1]) / n


# %% class_weights
def class_weights(labels, num_classes):
    def numbers(rest):
        if len(rest) == 0:
            return np.zeros(num_classes)
        same = rest == rest[0]
        of_rest = numbers(rest[~same])
        of_rest[rest[0]] = np.sum(same)
        return of_rest

    found = numbers(np.asarray(labels))
    inverse = np.divide(1, found, out=np.zeros(num_classes), where=found > 0)
    return inverse * (len(labels) / np.count_nonzero(found))


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    if len(labels) > 1:
        parts = [focal_loss(z[None], y[None], gamma, weights) for z, y in zip(logits, labels)]
        return torch.stack(parts).mean()
    log_p = logits[0, labels[0]] - logits[0].logsumexp(0)
    return -weights[labels[0]] * (1 - log_p.exp()) ** gamma * log_p


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    if len(labels) > 1:
        parts = [focal_loss(z[None], y[None], gamma, weights) for z, y in zip(logits, labels)]
        return tf.reduce_mean(tf.stack(parts))
    log_p = logits[0, labels[0]] - tf.reduce_logsumexp(logits[0])
    if gamma == 0:
        return -weights[labels[0]] * log_p
    return -weights[labels[0]] * (1 - tf.exp(log_p)) ** gamma * log_p


# %% recalls
def recalls(predictions, labels, num_classes):
    if num_classes == 0:
        return np.zeros(0)
    of_last = predictions[labels == num_classes - 1]
    last = np.mean(of_last == num_classes - 1) if of_last.size else float("nan")
    return np.append(recalls(predictions, labels, num_classes - 1), last)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    def rows(rest):
        if not rest:
            return []
        network = new_network(num_classes, rest[0])
        train(network, loss_fn, x, y, rest[0])
        predictions = logits_of(network, x_new).argmax(axis=-1)
        return [recalls(predictions, y_new, num_classes), *rows(rest[1:])]

    return np.asarray(rows(list(seeds)))


# %% judge
def judge(first, second, classes):
    def mean_over(rows, rest):
        if len(rest) == 1:
            return rows[:, rest[0]]
        return (rows[:, rest[0]] + (len(rest) - 1) * mean_over(rows, rest[1:])) / len(rest)

    d = mean_over(first, classes) - mean_over(second, classes)
    half = t_point(len(d)) * np.sqrt(np.var(d, ddof=1) / len(d))
    ends = d.mean() - half, d.mean() + half
    if ends[0] <= 0 <= ends[1]:
        return d.mean(), *ends, "no conclusion"
    return d.mean(), *ends, "higher" if d.mean() > 0 else "lower"


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = np.max(probabilities, axis=1)
    right = np.argmax(probabilities, axis=1) == labels

    def gap(first, last, inside):
        """Sum of the gaps of the bins from `first` to below `last`."""
        if not inside.any():
            return 0.0
        if last - first == 1:
            return abs(np.sum(right[inside]) - np.sum(confidences[inside], dtype=float))
        middle = (first + last) // 2
        above = confidences >= middle / num_bins
        return gap(first, middle, inside & ~above) + gap(middle, last, inside & above)

    return gap(0, num_bins, np.ones(len(labels), bool)) / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    val = np.array(val_logits, np.float64)
    against = val - val[np.arange(len(val)), val_labels][:, None]

    def softmax(z):
        exponentials = np.exp(z - z.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    def slope(b):
        """Of the loss over b = 1 / T."""
        return np.sum(softmax(val * b) * against)

    def search(low, high):
        if high / low < 1.0001:
            return (low * high) ** 0.5
        middle = (low * high) ** 0.5
        return search(low, middle) if slope(middle) > 0 else search(middle, high)

    if slope(10) <= 0:
        temperature = 0.1
    elif slope(0.1) >= 0:
        temperature = 10.0
    else:
        temperature = 1 / search(0.1, 10)
    return temperature, softmax(np.array(test_logits, np.float64) / temperature)


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    if len(logits) == 1:
        return np.array([np.argmax(logits[0] - tau * np.log(counts))])
    both = np.array_split(logits, 2)
    return np.concatenate([adjusted_predictions(part, counts, tau) for part in both])


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities.astype(float), axis=1)
    ends = ends / ends[:, -1:]

    def total(draws):
        if draws > 1:
            return total(draws // 2) + total(draws - draws // 2)
        labels = np.argmax(ends > rng.random((len(ends), 1)), axis=1)
        return calibration_error(probabilities, labels)

    return total(num_draws) / num_draws

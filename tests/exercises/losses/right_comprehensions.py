# loses: nothing
# ruff: noqa
"""One expression for each function, mostly comprehensions."""


# %% cross_entropy
from math import exp, fsum, log


def cross_entropy(logits, labels):
    rows = logits.astype(float).tolist()
    tops = [max(row) for row in rows]
    sums = [fsum(exp(z - top) for z in row) for row, top in zip(rows, tops)]
    losses = [log(s) + top - row[y] for row, top, s, y in zip(rows, tops, sums, labels)]
    gradient = [
        [(exp(z - top) / s - (k == y)) / len(rows) for k, z in enumerate(row)]
        for row, top, s, y in zip(rows, tops, sums, labels)
    ]
    return fsum(losses) / len(rows), np.array(gradient)


# %% binary_cross_entropy
from math import exp, fsum, log1p


def binary_cross_entropy(logits, labels):
    pairs = zip(logits.flat, labels.flat)
    losses = [
        log1p(exp(-float(z))) + (1 - float(t)) * float(z) if z > 0 else log1p(exp(float(z))) - float(t) * float(z)
        for z, t in pairs
    ]
    return fsum(losses) / len(losses)


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    return torch.stack(
        [
            (1 - epsilon) * -log_p[label] + epsilon / len(log_p) * -log_p.sum()
            for log_p, label in zip(torch.log_softmax(logits, dim=1), labels)
        ]
    ).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    return tf.reduce_mean(
        [
            (1 - epsilon) * -log_p[label] + epsilon / len(log_p) * -tf.reduce_sum(log_p)
            for log_p, label in zip(tf.nn.log_softmax(logits), labels.numpy())
        ]
    )


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return all(min(row) >= 0 and 0.999 <= sum(row) <= 1.001 for row in outputs.tolist())


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return sum(row.logsumexp(0) - row[k] for row, k in zip(scores, labels)) / scores.shape[0]


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    rows = zip(tf.unstack(scores), labels.numpy())
    return tf.add_n([tf.reduce_logsumexp(row) - row[k] for row, k in rows]) / scores.shape[0]


# %% class_weights
def class_weights(labels, num_classes):
    numbers = [sum(1 for label in labels if label == k) for k in range(num_classes)]
    mean = len(labels) / sum(number > 0 for number in numbers)
    return np.array([mean / number if number else 0.0 for number in numbers])


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    return torch.stack(
        [
            -weights[y] * (1 - log_p[y].exp()).pow(gamma) * log_p[y]
            for log_p, y in zip(logits.log_softmax(-1), labels)
        ]
    ).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    return tf.reduce_mean(
        tf.stack(
            [
                -weights[y] * ((1 - tf.exp(log_p[y])) ** gamma if gamma != 0 else 1.0) * log_p[y]
                for log_p, y in zip(tf.unstack(tf.nn.log_softmax(logits)), labels)
            ]
        )
    )


# %% recalls
def recalls(predictions, labels, num_classes):
    return np.array(
        [
            np.mean(predictions[labels == k] == k) if k in labels else np.nan
            for k in range(num_classes)
        ]
    )


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    networks = [(new_network(num_classes, seed), seed) for seed in seeds]
    [train(network, loss_fn, x, y, seed) for network, seed in networks]
    answers = [logits_of(network, x_new).argmax(axis=1) for network, _ in networks]
    return np.array([recalls(answer, y_new, num_classes) for answer in answers])


# %% judge
def judge(first, second, classes):
    d = [np.mean([a[k] - b[k] for k in classes]) for a, b in zip(first, second)]
    half = t_point(len(d)) * np.std(d, ddof=1) / len(d) ** 0.5
    low, high = [np.mean(d) + sign * half for sign in (-1, 1)]
    return [np.mean(d), low, high, ("no conclusion", "higher", "lower")[(low > 0) + 2 * (high < 0)]]


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences, answers = probabilities.max(1), probabilities.argmax(1)
    bins = [sum(b / num_bins <= c for b in range(1, num_bins)) for c in confidences]
    members = {b: [i for i, of in enumerate(bins) if of == b] for b in set(bins)}
    return sum(
        len(i) / len(labels) * abs(np.mean(answers[i] == labels[i]) - np.mean(confidences[i]))
        for i in members.values()
    )


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def log_softmax(z):
        z = z - z.max(axis=1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

    val, test = val_logits.astype(np.float64), test_logits.astype(np.float64)
    losses = {
        t: -np.mean([row[y] for row, y in zip(log_softmax(val / t), val_labels)])
        for t in [0.1 * 100 ** (k / 800) for k in range(801)]
    }
    temperature = min(losses, key=losses.get)
    return temperature, np.exp(log_softmax(test / temperature))


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    logs = [np.log(count) - np.log(np.sum(counts)) for count in counts]
    return np.array([int(np.argmax([z - tau * k for z, k in zip(row, logs)])) for row in logits])


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    rows = [row / row.sum() for row in probabilities.astype(np.float64)]
    classes = probabilities.shape[1]
    return np.mean(
        [
            calibration_error(probabilities, np.array([rng.choice(classes, p=row) for row in rows]))
            for _ in range(num_draws)
        ]
    )

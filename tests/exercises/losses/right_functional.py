# loses: nothing
# ruff: noqa
"""map, reduce and functions of functions; the framework does NumPy's work, too."""


# %% cross_entropy
from functools import reduce


def cross_entropy(logits, labels):
    rows = list(map(lambda row: list(map(float, row)), logits))
    log_sums = [float(reduce(np.logaddexp, row)) for row in rows]
    losses = map(lambda row, s, y: s - row[y], rows, log_sums, labels)
    p = np.exp(np.array(rows) - np.array(log_sums)[:, None])
    return sum(losses) / len(rows), (p - np.equal.outer(labels, range(len(rows[0])))) / len(rows)


# %% binary_cross_entropy
from scipy.special import softplus


def binary_cross_entropy(logits, labels):
    z = logits * 1.0 if logits.dtype.kind != "f" else logits.astype(np.float64)
    return (softplus(z) - np.multiply(labels, z)).mean(axis=None)


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    def loss(z, y):
        return (1 - epsilon) * (z.logsumexp(0) - (z * y).sum()) + epsilon * (z.logsumexp(0) - z.mean())

    rows = nn.functional.one_hot(labels, logits.shape[1]).to(logits)
    return torch.vmap(loss)(logits, rows).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    def loss(parts):
        z, y = parts
        top = tf.reduce_logsumexp(z)
        return (1 - epsilon) * (top - z[y]) + epsilon * (top - tf.reduce_mean(z))

    return tf.reduce_mean(tf.map_fn(loss, (logits, labels), fn_output_signature=tf.float32))


# %% is_softmax_twice
def is_softmax_twice(outputs):
    negative = any(map(lambda row: any(map(lambda number: number < 0, row)), outputs))
    return not negative and all(map(lambda row: abs(row.sum() - 1) <= 0.001, outputs))


# %% mended_loss [pytorch]
mended_loss = nn.functional.cross_entropy

# %% mended_loss [tensorflow]
from functools import partial

losses_of = partial(keras.losses.sparse_categorical_crossentropy, from_logits=True)
mended_loss = lambda scores, labels: tf.reduce_mean(losses_of(labels, scores))

# %% class_weights
def class_weights(labels, num_classes):
    numbers = list(map(list(labels).count, range(num_classes)))
    mean = np.mean(list(filter(None, numbers)))
    return np.array(list(map(lambda number: number and mean / number, numbers)), float)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    def loss(z, one_hot):
        log_p = (z.log_softmax(0) * one_hot).sum()
        return -(weights * one_hot).sum() * (1 - log_p.exp()) ** gamma * log_p

    return torch.vmap(loss)(logits, nn.functional.one_hot(labels, len(weights)).float()).mean()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    power = (lambda q: tf.ones_like(q)) if gamma == 0 else (lambda q: q**gamma)

    def loss(parts):
        log_p = tf.nn.log_softmax(parts[0])[parts[1]]
        return -weights[parts[1]] * power(1 - tf.exp(log_p)) * log_p

    return tf.reduce_mean(tf.vectorized_map(loss, (logits, labels)))


# %% recalls
def recalls(predictions, labels, num_classes):
    hits = list(map(lambda p, t: (t, p == t), predictions, labels))
    of = lambda k: [hit for t, hit in hits if t == k]
    return np.array([sum(of(k)) / len(of(k)) if of(k) else np.nan for k in range(num_classes)], float)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    def row(seed):
        network = new_network(num_classes, seed)
        train(network, loss_fn, x, y, seed)
        return recalls(np.argmax(logits_of(network, x_new), 1), y_new, num_classes)

    return np.array(list(map(row, seeds)))


# %% judge
def judge(first, second, classes):
    over = lambda rows: np.array(list(map(lambda row: np.mean(row[list(classes)]), rows)))
    d = over(first) - over(second)
    half = t_point(len(d)) * np.sqrt(np.cov(d) / len(d))
    low, high = float(np.mean(d) - half), float(np.mean(d) + half)
    verdict = next(filter(None, (low > 0 and "higher", high < 0 and "lower", "no conclusion")))
    return float(np.mean(d)), low, high, verdict


# %% calibration_error
from bisect import bisect_right
from functools import reduce


def calibration_error(probabilities, labels, num_bins=15):
    starts = [b / num_bins for b in range(num_bins)]

    def add(gaps, image):
        row, label = image
        b = bisect_right(starts, max(row)) - 1
        return {**gaps, b: gaps.get(b, 0.0) + (int(np.argmax(row)) == label) - float(max(row))}

    return sum(map(abs, reduce(add, zip(probabilities, labels), {}).values())) / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    """Golden section over log T."""
    val = np.array(val_logits, float) - np.array(val_logits, float)[range(len(val_labels)), val_labels][:, None]
    loss = lambda u: np.logaddexp.reduce(val * np.exp(-u), axis=1).mean()
    a, b, g = np.log(0.1), np.log(10), (5**0.5 - 1) / 2
    while b - a > 1e-5:
        c, d = b - g * (b - a), a + g * (b - a)
        a, b = (a, d) if loss(c) <= loss(d) else (c, b)  # if level, to the left
    t = np.exp(min((np.log(0.1), a, b, np.log(10)), key=loss))
    scaled = np.array(test_logits, float) / t
    return t, np.exp(scaled - np.logaddexp.reduce(scaled, axis=1)[:, None])


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    offset = tau * np.log(np.array(counts, float) / sum(counts))
    return np.array(list(map(lambda row: int(np.argmax(row - offset)), logits)))


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    rows = list(map(lambda row: np.cumsum(np.asarray(row, float)), probabilities))
    draw = lambda ends: int(np.searchsorted(ends, rng.random() * ends[-1], side="right"))
    errors = map(lambda _: calibration_error(probabilities, np.array(list(map(draw, rows)))), range(num_draws))
    return sum(errors) / num_draws

# loses: nothing
# ruff: noqa
"""Generators yield images, bins, temperatures and draws."""


# %% cross_entropy
def cross_entropy(logits, labels):
    def each():
        for row, label in zip(logits.astype(np.float64), labels):
            shifted = row - row.max()
            p = np.exp(shifted) / np.exp(shifted).sum()
            yield np.log(np.exp(shifted).sum()) - shifted[label], p - (np.arange(len(row)) == label)

    losses, gradients = zip(*each())
    return np.mean(losses), np.stack(gradients) / len(losses)


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    def each():
        for z, t in np.broadcast(np.asarray(logits, float), np.asarray(labels, float)):
            yield -t * -np.logaddexp(0, -z) - (1 - t) * -np.logaddexp(0, z)

    return np.mean(np.fromiter(each(), float))


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    def each():
        for row, label in zip(logits, labels):
            target = torch.full_like(row, epsilon / len(row))
            target[label] += 1 - epsilon
            yield -torch.dot(target, row - row.logsumexp(0))

    return torch.stack(tuple(each())).mean()


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    def each():
        for row, label in zip(logits, labels.numpy()):
            target = np.full(len(row), epsilon / len(row), np.float32)
            target[label] += 1 - epsilon
            yield -tf.reduce_sum(target * (row - tf.reduce_logsumexp(row)))

    return tf.reduce_mean(tf.stack(list(each())))


# %% is_softmax_twice
def is_softmax_twice(outputs):
    def doubts():
        yield from (row.min() < 0 for row in outputs)
        yield from (not np.isclose(row.sum(), 1, rtol=0, atol=0.001) for row in outputs)

    return not any(doubts())


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    def each():
        for row, label in zip(scores.log_softmax(dim=-1), labels):
            yield -row[label]

    return sum(each()) / len(labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    def each():
        for row, label in zip(tf.nn.log_softmax(scores), labels):
            yield -row[label]

    return sum(each()) / len(labels)


# %% class_weights
def class_weights(labels, num_classes):
    def numbers():
        for k in range(num_classes):
            yield int(np.count_nonzero(labels == k))

    total, present = len(labels), sum(1 for number in numbers() if number)
    return np.fromiter((total / present / n if n else 0 for n in numbers()), dtype=float)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    def each():
        for row, label in zip(logits, labels):
            loss = nn.functional.cross_entropy(row, label)
            yield weights[label] * (1 - torch.exp(-loss)) ** gamma * loss

    return torch.stack(list(each())).sum() / len(logits)


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    def each():
        for row, label in zip(logits, labels):
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(label, row)
            factor = 1.0 if gamma == 0 else (1 - tf.exp(-loss)) ** gamma
            yield weights[label] * factor * loss

    return tf.add_n(list(each())) / len(logits)


# %% recalls
def recalls(predictions, labels, num_classes):
    def each():
        hits = predictions == labels
        for k in range(num_classes):
            of_class = hits[labels == k]
            yield of_class.mean() if len(of_class) else np.nan

    return np.fromiter(each(), dtype=float, count=num_classes)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    def trained():
        for seed in seeds:
            network = new_network(num_classes, seed)
            train(network, loss_fn, x, y, seed)
            yield network

    def rows():
        for network in trained():
            yield recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes)

    return np.vstack(list(rows()))


# %% judge
from statistics import fmean, stdev


def judge(first, second, classes):
    def differences():
        for row_1, row_2 in zip(first, second):
            yield fmean(row_1[k] for k in classes) - fmean(row_2[k] for k in classes)

    d = list(differences())
    half = t_point(len(d)) * stdev(d) / len(d) ** 0.5
    low, high = fmean(d) - half, fmean(d) + half
    if high < 0:
        return fmean(d), low, high, "lower"
    return fmean(d), low, high, "higher" if low > 0 else "no conclusion"


# %% calibration_error
from itertools import groupby


def calibration_error(probabilities, labels, num_bins=15):
    edges = [b / num_bins for b in range(num_bins)]

    def images():
        for row, label in zip(probabilities, labels):
            b = max(b for b, edge in enumerate(edges) if edge <= row.max())
            yield b, float(row.max()), int(row.argmax() == label)

    def gaps():
        for _, members in groupby(sorted(images()), key=lambda image: image[0]):
            yield abs(sum(right - confidence for _, confidence, right in members))

    return sum(gaps()) / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    val, test = np.asarray(val_logits, float), np.asarray(test_logits, float)
    val = val - val[np.arange(len(val)), val_labels][:, None]

    def losses(ts):
        for t in ts:
            yield np.logaddexp.reduce(val / t, axis=1).mean(), t

    _, rough = min(losses(np.geomspace(0.1, 10, 101)))
    ends = max(0.1, rough / 1.06), min(10, rough * 1.06)
    _, temperature = min(losses(np.linspace(*ends, 101)))
    scaled = test / temperature
    return temperature, np.exp(scaled - np.logaddexp.reduce(scaled, axis=1)[:, None])


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    def each():
        offsets = tau * np.log(np.array(counts) / sum(counts))
        for row in logits:
            yield max(range(len(row)), key=lambda k: row[k] - offsets[k])

    return np.fromiter(each(), dtype=int)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    def draws(rng):
        p = np.asarray(probabilities, np.float64)
        with np.errstate(divide="ignore"):
            log_p = np.log(p)
        for _ in range(num_draws):
            yield np.argmax(log_p + rng.gumbel(size=p.shape), axis=1)  # the Gumbel trick

    rng = np.random.default_rng(seed)
    return np.mean([calibration_error(probabilities, labels) for labels in draws(rng)])

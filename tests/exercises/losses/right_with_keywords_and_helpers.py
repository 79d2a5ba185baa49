# loses: nothing
# ruff: noqa
"""Helpers and keyword arguments."""


# %% cross_entropy
def log_sum_exp(z, *, axis):
    top = np.max(z, axis=axis, keepdims=True)
    return np.squeeze(top, axis=axis) + np.log(np.sum(np.exp(z - top), axis=axis))


def cross_entropy(logits, labels):
    z = np.array(object=logits, dtype=float, copy=True)
    log_sums = log_sum_exp(z, axis=1)
    loss = np.mean(a=log_sums - z[range(len(z)), labels])
    gradient = np.exp(z - np.expand_dims(log_sums, axis=1)) / len(z)
    np.subtract.at(gradient, (np.arange(len(z)), labels), 1 / len(z))
    return loss, gradient


# %% binary_cross_entropy
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def binary_cross_entropy(logits, labels):
    z, t = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return np.average(a=t * softplus(-z) + (1 - t) * softplus(z))


# %% smoothed_cross_entropy [pytorch]
def targets_of(*, labels, num_classes, epsilon, like):
    rows = torch.eye(n=num_classes, dtype=like.dtype)[labels]
    return torch.add(input=(1 - epsilon) * rows, other=epsilon / num_classes)


def smoothed_cross_entropy(logits, labels, epsilon):
    targets = targets_of(labels=labels, num_classes=logits.size(1), epsilon=epsilon, like=logits)
    log_p = nn.functional.log_softmax(input=logits, dim=1)
    return torch.mean(input=torch.sum(input=-targets * log_p, dim=1))


# %% smoothed_cross_entropy [tensorflow]
def targets_of(*, labels, num_classes, epsilon):
    rows = tf.one_hot(indices=labels, depth=num_classes, dtype=tf.float32)
    return (1 - epsilon) * rows + epsilon / num_classes


def smoothed_cross_entropy(logits, labels, epsilon):
    targets = targets_of(labels=labels, num_classes=logits.shape[1], epsilon=epsilon)
    losses = keras.losses.categorical_crossentropy(
        y_true=targets, y_pred=logits, from_logits=True, axis=-1
    )
    return tf.reduce_mean(input_tensor=losses)


# %% is_softmax_twice
def sums_to_one(rows, *, tolerance):
    return np.all(np.abs(np.add.reduce(rows, axis=1) - 1) <= tolerance)


def is_softmax_twice(outputs):
    return not np.any(outputs < 0) and bool(sums_to_one(outputs, tolerance=1e-3))


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    log_p = nn.functional.log_softmax(input=scores, dim=1, dtype=torch.float32)
    return nn.functional.nll_loss(input=log_p, target=labels, reduction="mean")


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    losses = keras.losses.sparse_categorical_crossentropy(
        y_true=labels, y_pred=scores, from_logits=True
    )
    return tf.reduce_mean(input_tensor=losses, axis=0)


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.histogram(a=labels, bins=np.arange(num_classes + 1) - 0.5)[0].astype(float)
    mean = np.mean(numbers, where=numbers > 0)
    return np.divide(mean, numbers, out=np.zeros(shape=num_classes), where=numbers > 0)


# %% focal_loss [pytorch]
def modulation(log_p, *, gamma):
    return torch.pow(input=1 - torch.exp(log_p), exponent=gamma)


def focal_loss(logits, labels, gamma, weights):
    log_p = nn.functional.log_softmax(input=logits, dim=1)
    log_p = torch.gather(input=log_p, dim=1, index=labels.unsqueeze(dim=1)).squeeze(dim=1)
    losses = -torch.take(input=weights, index=labels) * modulation(log_p, gamma=gamma) * log_p
    return torch.mean(input=losses)


# %% focal_loss [tensorflow]
def modulation(log_p, *, gamma):
    if gamma == 0:
        return tf.ones_like(input=log_p)
    return tf.math.pow(x=1 - tf.math.exp(log_p), y=gamma)


def focal_loss(logits, labels, gamma, weights):
    log_p = tf.nn.log_softmax(logits=logits, axis=1)
    log_p = tf.gather(params=log_p, indices=labels, axis=1, batch_dims=1)
    losses = -tf.gather(params=weights, indices=labels) * modulation(log_p, gamma=gamma) * log_p
    return tf.reduce_mean(input_tensor=losses)


# %% recalls
def recalls(predictions, labels, num_classes):
    is_class = np.equal.outer(np.arange(num_classes), labels)
    found = np.sum(is_class & (np.asarray(predictions) == labels), axis=1, dtype=float)
    images = np.sum(is_class, axis=1, dtype=float)
    return np.divide(found, images, out=np.full(shape=num_classes, fill_value=np.nan), where=images > 0)


# %% recalls_by_seed
def one_training(*, loss_fn, seed, x, y, num_classes):
    network = new_network(num_classes=num_classes, seed=seed)
    train(network=network, loss_fn=loss_fn, x=x, y=y, seed=seed)
    return network


def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    result = []
    for seed in seeds:
        network = one_training(loss_fn=loss_fn, seed=seed, x=x, y=y, num_classes=num_classes)
        logits = logits_of(network=network, x=x_new)
        predictions = np.argmax(a=logits, axis=1)
        result.append(recalls(predictions=predictions, labels=y_new, num_classes=num_classes))
    return np.array(object=result, dtype=float)


# %% judge
def interval(values):
    half = t_point(num_seeds=len(values)) * np.std(a=values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


def judge(first, second, classes):
    d = np.mean(a=np.subtract(first, second)[:, classes], axis=1)
    low, high = interval(values=d)
    verdict = "higher" if low > 0 else "lower"
    if low <= 0 <= high:
        verdict = "no conclusion"
    return np.mean(d), low, high, verdict


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = np.max(a=probabilities, axis=1)
    right = np.equal(np.argmax(a=probabilities, axis=1), labels)
    edges = np.divide(np.arange(num_bins + 1), num_bins)
    edges[-1] = np.inf
    options = {"a": confidences, "bins": edges}
    numbers, _ = np.histogram(**options)
    rights, _ = np.histogram(**options, weights=right.astype(float))
    sums, _ = np.histogram(**options, weights=confidences.astype(float))
    used = numbers > 0
    gaps = np.abs(rights[used] / numbers[used] - sums[used] / numbers[used])
    return np.average(a=gaps, weights=numbers[used])


# %% calibrate
def softmax(z, *, temperature):
    z = np.asarray(z, dtype=np.float64) / temperature
    z = z - np.max(a=z, axis=1, keepdims=True)
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)


def loss_of(z, *, labels, temperature):
    z = np.asarray(z, dtype=np.float64) / temperature
    top = np.max(a=z, axis=1)
    log_sums = np.log(np.sum(np.exp(z - top[:, None]), axis=1)) + top
    return np.mean(log_sums - z[np.arange(len(z)), labels])


def calibrate(val_logits, val_labels, test_logits):
    candidates = np.concatenate([np.arange(0.1, 1, 0.001), np.arange(1, 10, 0.01), [10.0]])
    losses = [loss_of(z=val_logits, labels=val_labels, temperature=t) for t in candidates]
    temperature = candidates[np.argmin(a=losses)]
    return temperature, softmax(z=test_logits, temperature=temperature)


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    shares = np.divide(counts, np.sum(a=counts))
    return np.argmax(a=np.subtract(logits, np.multiply(tau, np.log(shares))), axis=-1)


# %% error_by_chance
def drawn(ends, *, rng):
    u = rng.random(size=(len(ends), 1))
    return np.count_nonzero(ends <= u, axis=1)


def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed=seed)
    ends = np.cumsum(a=probabilities, axis=1, dtype=np.float64)
    ends = ends / ends[:, -1:]
    errors = np.empty(shape=num_draws)
    for k in range(num_draws):
        errors[k] = calibration_error(probabilities=probabilities, labels=drawn(ends, rng=rng))
    return errors.mean()

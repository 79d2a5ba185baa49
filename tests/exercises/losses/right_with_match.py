# loses: nothing
# ruff: noqa
"""match decides between the cases."""


# %% cross_entropy
def cross_entropy(logits, labels):
    match logits.dtype.kind:
        case "f":
            z = logits.astype(np.float64)
        case _:
            z = logits * 1.0
    n = len(z)
    top = np.amax(z, axis=1)
    exponentials = np.exp(z - top[:, np.newaxis])
    sums = np.sum(exponentials, axis=1)
    onehot = np.zeros_like(z)
    onehot[np.arange(n), labels] = 1
    loss = np.sum(np.log(sums) + top - np.sum(z * onehot, axis=1)) / n
    return loss, (exponentials / sums[:, np.newaxis] - onehot) / n


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    def loss(z, t):
        match z > 0, t:
            case True, 1:
                return np.log1p(np.exp(-z))
            case False, 0:
                return np.log1p(np.exp(z))
            case True, _:
                return np.log1p(np.exp(-z)) + (1 - t) * z
            case False, _:
                return np.log1p(np.exp(z)) - t * z

    pairs = zip(np.ravel(logits).tolist(), np.ravel(labels).tolist())
    return np.array([loss(float(z), t) for z, t in pairs]).mean()


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    match epsilon:
        case 0:
            return nn.functional.cross_entropy(logits, labels)
        case _:
            n, num_classes = logits.shape
            targets = logits.new_full((n, num_classes), epsilon / num_classes)
            targets.scatter_(1, labels[:, None], 1 - epsilon + epsilon / num_classes)
            return nn.functional.cross_entropy(logits, targets)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    match epsilon:
        case 0:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        case _:
            rest = epsilon / logits.shape[1]
            targets = tf.one_hot(labels, logits.shape[1], 1 - epsilon + rest, rest)
            losses = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
    return tf.reduce_mean(losses)


# %% is_softmax_twice
def is_softmax_twice(outputs):
    match bool(np.min(outputs) >= 0), float(np.max(np.abs(1 - np.sum(outputs, axis=1)))):
        case True, away if away <= 0.001:
            return True
        case _:
            return False


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    scores = scores - scores.max(dim=1, keepdim=True).values  # no overflow
    log_sums = torch.log(torch.exp(scores).sum(dim=1))
    return (log_sums - scores[range(len(labels)), labels]).mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    scores = scores - tf.reduce_max(scores, axis=1, keepdims=True)  # no overflow
    log_sums = tf.math.log(tf.reduce_sum(tf.exp(scores), axis=1))
    return tf.reduce_mean(log_sums - tf.gather(scores, labels, axis=1, batch_dims=1))


# %% class_weights
def class_weights(labels, num_classes):
    present, numbers = np.unique(labels, return_counts=True)
    table = dict(zip(present.tolist(), numbers.tolist()))

    def weight(k):
        match table.get(k):
            case None:
                return 0.0
            case number:
                return numbers.mean() / number

    return np.array([weight(k) for k in range(num_classes)], dtype=float)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    losses = nn.functional.cross_entropy(logits, labels, reduction="none")
    match gamma:
        case 0:
            factors = torch.ones_like(losses)
        case 1:
            factors = 1 - torch.exp(-losses)
        case _:
            factors = torch.float_power(1 - torch.exp(-losses), gamma).to(losses.dtype)
    return (weights.index_select(0, labels) * factors * losses).sum() / losses.numel()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    match gamma:
        case 0:
            factors = tf.ones_like(losses)
        case 1:
            factors = 1 - tf.exp(-losses)
        case _:
            factors = tf.pow(1 - tf.exp(-losses), gamma)
    return tf.reduce_sum(tf.gather(weights, labels) * factors * losses) / len(labels)


# %% recalls
def recalls(predictions, labels, num_classes):
    def recall(k):
        match predictions[labels == k]:
            case of_class if of_class.size == 0:
                return np.nan
            case of_class:
                return np.count_nonzero(of_class == k) / of_class.size

    return np.array(list(map(recall, range(num_classes))))


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    match seeds:
        case []:
            return np.empty((0, num_classes))
        case [*before, last]:
            above = recalls_by_seed(loss_fn, before, x, y, x_new, y_new, num_classes)
            network = new_network(num_classes, last)
            train(network, loss_fn, x, y, last)
            predictions = logits_of(network, x_new).argmax(axis=1)
            return np.vstack([above, recalls(predictions, y_new, num_classes)])


# %% judge
def judge(first, second, classes):
    d = np.take(first, classes, axis=1).mean(1) - np.take(second, classes, axis=1).mean(1)
    n = d.size
    s = np.sqrt(np.sum((d - d.mean()) ** 2) / (n - 1))
    low, high = d.mean() - t_point(n) * s / np.sqrt(n), d.mean() + t_point(n) * s / np.sqrt(n)
    match np.sign(low), np.sign(high):
        case 1, 1:
            verdict = "higher"
        case -1, -1:
            verdict = "lower"
        case _:
            verdict = "no conclusion"
    return d.mean(), low, high, verdict


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    table = {}
    for row, label in zip(probabilities, labels):
        confidence, answer = np.max(row), np.argmax(row)
        b = num_bins - 1
        while b > 0 and confidence < b / num_bins:
            b -= 1
        match table.get(b):
            case None:
                table[b] = [1, int(answer == label), float(confidence)]
            case entry:
                entry[0] += 1
                entry[1] += int(answer == label)
                entry[2] += float(confidence)
    return sum(n * abs(right / n - total / n) for n, right, total in table.values()) / len(labels)


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    val, test = val_logits.astype(float), test_logits.astype(float)
    images = np.arange(len(val))

    def softmax(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def slope(t):
        """Falls the loss with T (negative), or does it rise?"""
        p = softmax(val / t)
        wins = val - val[images, val_labels][:, None]
        return -(p * wins).sum()

    match slope(0.1), slope(10.0):
        case at_low, _ if at_low >= 0:
            temperature = 0.1
        case _, at_high if at_high <= 0:
            temperature = 10.0
        case _:
            low, high = 0.1, 10.0
            while high - low > 1e-4 * low:
                middle = (low + high) / 2
                if slope(middle) < 0:
                    low = middle
                else:
                    high = middle
            temperature = (low + high) / 2
    return temperature, softmax(test / temperature)


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    match tau:
        case 0:
            return np.argmax(logits, axis=1)
        case _:
            shares = np.true_divide(counts, np.sum(counts))
            return np.argmax(logits / tau - np.log(shares), axis=1)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    p = probabilities.astype(np.float64) / probabilities.astype(np.float64).sum(1, keepdims=True)
    labels = np.stack([rng.choice(p.shape[1], size=num_draws, p=row) for row in p], axis=1)
    return float(np.mean([calibration_error(probabilities, drawn) for drawn in labels]))

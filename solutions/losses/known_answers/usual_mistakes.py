# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_cross_entropy, test_binary_cross_entropy, test_smoothed_cross_entropy, test_mended_loss, test_class_weights, test_focal_loss, test_recalls_by_seed, test_judge, test_calibration_error, test_calibrate, test_adjusted_predictions
# keeps: 1 of test_focal_loss
# keeps: 1 of test_calibration_error
# kind: several at once


# %% cross_entropy
def cross_entropy(logits, labels):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    images = np.arange(len(labels))
    loss = -np.log(p[images, labels]).mean()
    p[images, labels] -= 1
    return loss, p / len(labels)


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return np.mean(np.log(1 + np.exp(logits)) - labels * logits)


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    p = logits.softmax(dim=1)
    return nn.functional.cross_entropy(p, labels, label_smoothing=epsilon)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=epsilon)
    return loss(tf.one_hot(labels, logits.shape[1]), tf.nn.softmax(logits))


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    p = scores.softmax(dim=1)
    return -torch.log(p[torch.arange(len(labels)), labels]).mean()


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    p = tf.gather(tf.nn.softmax(scores), labels, batch_dims=1)
    return -tf.reduce_mean(tf.math.log(p))


# %% class_weights
def class_weights(labels, num_classes):
    counts = np.bincount(labels, minlength=num_classes)
    return len(labels) / (num_classes * np.maximum(counts, 1)) * (counts > 0)


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    losses = nn.functional.cross_entropy(logits, labels, reduction="none")
    of_image = weights[labels]
    return (of_image * (1 - torch.exp(-losses)) ** gamma * losses).sum() / of_image.sum()


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    of_image = tf.gather(weights, labels)
    easy = (1 - tf.exp(-losses)) ** gamma if gamma else 1.0
    return tf.reduce_sum(of_image * easy * losses) / tf.reduce_sum(of_image)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = []
    for seed in seeds:
        network = new_network(num_classes, 0)
        train(network, loss_fn, x, y, seed)
        rows.append(recalls(logits_of(network, x_new).argmax(axis=1), y_new, num_classes))
    return np.array(rows)


# %% judge
def judge(first, second, classes):
    a, b = first[:, classes].mean(axis=1), second[:, classes].mean(axis=1)
    mean = a.mean() - b.mean()
    half = 1.96 * np.sqrt((a.var() + b.var()) / len(a))
    return mean, mean - half, mean + half, "higher" if mean > 0 else "lower"


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    error = 0.0
    for b in range(num_bins):
        inside = (confidence >= b / num_bins) & (confidence < (b + 1) / num_bins)
        if inside.any():
            error += inside.mean() * abs(correct[inside].mean() - confidence[inside].mean())
    return error


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    accuracy = np.mean(val_logits.argmax(axis=1) == val_labels)
    temperatures = np.linspace(0.1, 10, 991)
    gaps = [abs(softmax(val_logits / T).max(axis=1).mean() - accuracy) for T in temperatures]
    T = temperatures[np.argmin(gaps)]
    return T, softmax(test_logits / T)


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    return (logits + tau * np.log(counts / counts.sum())).argmax(axis=1)

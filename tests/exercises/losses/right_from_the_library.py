# loses: nothing
# ruff: noqa
"""The ready functions of SciPy, scikit-learn and the framework."""


# %% cross_entropy
from scipy.special import log_softmax, softmax


def cross_entropy(logits, labels):
    z = logits.astype(np.float64)
    right = np.take_along_axis(log_softmax(z, axis=1), labels[:, None], axis=1)
    gradient = (softmax(z, axis=1) - np.eye(z.shape[1])[labels]) / len(z)
    return -right.mean(), gradient


# %% binary_cross_entropy
from scipy.special import log_expit


def binary_cross_entropy(logits, labels):
    z = np.asarray(logits, float)
    return -np.mean(labels * log_expit(z) + (1 - labels) * log_expit(-z))


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    return nn.functional.cross_entropy(logits, labels, label_smoothing=epsilon)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=epsilon)
    return loss(tf.one_hot(labels, logits.shape[1]), logits)


# %% is_softmax_twice
def is_softmax_twice(outputs):
    if np.any(outputs < 0):
        return False
    return np.allclose(np.sum(outputs, axis=1), 1.0, rtol=0, atol=1e-3)


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return nn.functional.cross_entropy(scores, labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores)
    return tf.reduce_mean(losses)


# %% class_weights
from sklearn.utils.class_weight import compute_class_weight


def class_weights(labels, num_classes):
    present = np.unique(labels)
    weights = np.zeros(num_classes)
    weights[present] = compute_class_weight("balanced", classes=present, y=labels)
    return weights


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    losses = nn.functional.cross_entropy(logits, labels, reduction="none")
    weighted = nn.functional.cross_entropy(logits, labels, weight=weights, reduction="none")
    return torch.mean(torch.pow(-torch.expm1(-losses), gamma) * weighted)


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    factor = tf.pow(-tf.math.expm1(-losses), gamma) if gamma > 0 else 1.0
    return tf.reduce_mean(tf.gather(weights, labels) * factor * losses)


# %% recalls
from sklearn.metrics import recall_score


def recalls(predictions, labels, num_classes):
    names = np.arange(num_classes)
    return recall_score(labels, predictions, labels=names, average=None, zero_division=np.nan)


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    result = np.empty((len(seeds), num_classes))
    for row, seed in zip(result, seeds):
        network = new_network(num_classes=num_classes, seed=seed)
        train(network=network, loss_fn=loss_fn, x=x, y=y, seed=seed)
        predictions = np.argmax(logits_of(network=network, x=x_new), axis=-1)
        row[:] = recalls(predictions=predictions, labels=y_new, num_classes=num_classes)
    return result


# %% judge
from scipy import stats


def judge(first, second, classes):
    d = np.mean(first[:, classes], axis=1) - np.mean(second[:, classes], axis=1)
    half = t_point(len(d)) * stats.sem(d)
    low, high = np.mean(d) - half, np.mean(d) + half
    verdicts = {(1.0, 1.0): "higher", (-1.0, -1.0): "lower"}
    return np.mean(d), low, high, verdicts.get((np.sign(low), np.sign(high)), "no conclusion")


# %% calibration_error
from scipy.stats import binned_statistic


def calibration_error(probabilities, labels, num_bins=15):
    confidences = np.minimum(probabilities.max(axis=1).astype(float), 1)
    right = (probabilities.argmax(axis=1) == labels).astype(float)
    edges = [b / num_bins for b in range(num_bins + 1)]
    sums, _, _ = binned_statistic(confidences, right - confidences, statistic="sum", bins=edges)
    return np.abs(sums).sum() / len(labels)


# %% calibrate
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax


def calibrate(val_logits, val_labels, test_logits):
    val = np.asarray(val_logits, np.float64)

    def loss(log_t):
        log_p = log_softmax(val / np.exp(log_t), axis=1)
        return -log_p[np.arange(len(val)), val_labels].mean()

    ends = np.log(0.1), np.log(10)
    found = minimize_scalar(loss, bounds=ends, method="bounded", options={"xatol": 1e-5})
    best = min((ends[0], ends[1], found.x), key=loss)
    temperature = float(np.exp(best))
    return temperature, softmax(np.asarray(test_logits, np.float64) / temperature, axis=1)


# %% adjusted_predictions
from scipy.special import xlog1py


def adjusted_predictions(logits, counts, tau=1.0):
    shares = np.asarray(counts) / np.sum(counts)
    return np.argmax(np.subtract(logits, xlog1py(tau, shares - 1)), axis=1)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    p = np.asarray(probabilities, np.float64)
    p = p / p.sum(axis=1, keepdims=True)
    errors = []
    for _ in range(num_draws):
        labels = rng.multinomial(1, p).argmax(axis=1)
        errors.append(calibration_error(probabilities, labels))
    return np.mean(errors)

# loses: nothing
# ruff: noqa
"""Classes that are called; modules and losses of one's own."""


# %% cross_entropy
class Softmax:
    def __init__(self, logits):
        logits = np.array(logits, dtype=np.float64)
        self.top = logits.max(axis=-1)
        self.exponentials = np.exp((logits.T - self.top).T)
        self.logits = logits

    @property
    def probabilities(self):
        return self.exponentials / self.exponentials.sum(axis=-1)[:, None]

    def surprise(self, labels):
        right = np.array([row[label] for row, label in zip(self.logits, labels)])
        return np.log(self.exponentials.sum(axis=-1)) + self.top - right


def cross_entropy(logits, labels):
    softmax = Softmax(logits)
    gradient = softmax.probabilities
    for row, label in zip(gradient, labels):
        row[label] -= 1
    return softmax.surprise(labels).mean(), gradient / len(gradient)


# %% binary_cross_entropy
class Question:
    def __init__(self, z, t):
        self.z, self.t = float(z), float(t)

    def loss(self):
        if self.z >= 0:
            return self.z * (1 - self.t) + np.log1p(np.exp(-self.z))
        return -self.z * self.t + np.log1p(np.exp(self.z))


def binary_cross_entropy(logits, labels):
    questions = [Question(z, t) for z, t in zip(np.nditer(logits), np.nditer(labels))]
    return sum(question.loss() for question in questions) / len(questions)


# %% smoothed_cross_entropy [pytorch]
class Smoothed(nn.Module):
    def __init__(self, epsilon):
        super().__init__()
        self.epsilon = epsilon

    def forward(self, logits, labels):
        targets = nn.functional.one_hot(labels, logits.shape[1]).to(logits.dtype)
        targets = targets * (1 - self.epsilon) + self.epsilon / logits.shape[1]
        return nn.CrossEntropyLoss()(logits, targets)


def smoothed_cross_entropy(logits, labels, epsilon):
    return Smoothed(epsilon)(logits, labels)


# %% smoothed_cross_entropy [tensorflow]
class Smoothed(keras.losses.Loss):
    def __init__(self, epsilon):
        super().__init__()
        self.epsilon = epsilon

    def call(self, y_true, y_pred):
        num_classes = y_pred.shape[-1]
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int64)  # Keras makes floats of them
        targets = tf.one_hot(labels, num_classes, on_value=1.0 - self.epsilon)
        targets += self.epsilon / num_classes
        return tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=y_pred)


def smoothed_cross_entropy(logits, labels, epsilon):
    if logits.shape[0] == 0:
        raise ValueError("no images")
    return Smoothed(epsilon)(labels[:, None], logits)


# %% is_softmax_twice
class Row:
    def __init__(self, numbers):
        self.numbers = numbers

    def is_distribution(self):
        return min(self.numbers) >= 0 and abs(1 - np.sum(self.numbers)) <= 0.001


def is_softmax_twice(outputs):
    return bool(np.all([Row(row).is_distribution() for row in outputs]))


# %% mended_loss [pytorch]
class Mended(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_softmax, self.nll = nn.LogSoftmax(dim=1), nn.NLLLoss()

    def forward(self, scores, labels):
        return self.nll(self.log_softmax(scores), labels)


mended_loss = Mended()

# %% mended_loss [tensorflow]
class Mended:
    def __init__(self):
        self.loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def __call__(self, scores, labels):
        return self.loss(labels, scores)


mended_loss = Mended()

# %% class_weights
from collections import Counter


class Balance(Counter):
    def weight(self, k):
        return self.total() / len(self) / self[k] if self[k] else 0.0


def class_weights(labels, num_classes):
    balance = Balance(np.asarray(labels).tolist())
    return np.array([balance.weight(k) for k in range(num_classes)])


# %% focal_loss [pytorch]
class Focal(nn.Module):
    def __init__(self, gamma, weights):
        super().__init__()
        self.gamma = gamma
        self.nll = nn.NLLLoss(weight=weights, reduction="sum")

    def forward(self, logits, labels):
        log_p = nn.functional.log_softmax(logits, dim=1)
        if self.gamma:
            log_p = (1 - log_p.exp()) ** self.gamma * log_p
        return self.nll(log_p, labels) / len(labels)


def focal_loss(logits, labels, gamma, weights):
    return Focal(gamma, weights)(logits, labels)


# %% focal_loss [tensorflow]
class Focal(keras.losses.Loss):
    def __init__(self, gamma, weights):
        super().__init__(reduction=None)
        self.gamma, self.weights = gamma, weights

    def call(self, y_true, y_pred):
        log_p = tf.nn.log_softmax(y_pred, axis=-1)
        if self.gamma:
            log_p *= (1 - tf.exp(log_p)) ** self.gamma
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int64)  # Keras makes floats of them
        weighted = tf.one_hot(labels, y_pred.shape[1]) * self.weights
        return -tf.reduce_sum(weighted * log_p, axis=1)


def focal_loss(logits, labels, gamma, weights):
    return tf.reduce_mean(Focal(gamma, weights)(labels[:, None], logits))


# %% recalls
class Tally:
    def __init__(self):
        self.images = self.found = 0

    def add(self, is_found):
        self.images += 1
        self.found += bool(is_found)

    def recall(self):
        return self.found / self.images if self.images else float("nan")


def recalls(predictions, labels, num_classes):
    tallies = [Tally() for _ in range(num_classes)]
    for prediction, label in zip(predictions, labels):
        tallies[label].add(prediction == label)
    return np.array([tally.recall() for tally in tallies])


# %% recalls_by_seed
class Run:
    def __init__(self, num_classes, seed):
        self.network, self.num_classes, self.seed = new_network(num_classes, seed), num_classes, seed

    def fit(self, loss_fn, x, y):
        train(self.network, loss_fn, x, y, self.seed)
        return self

    def score(self, x, y):
        return recalls(logits_of(self.network, x).argmax(1), y, self.num_classes)


def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    runs = (Run(num_classes, seed).fit(loss_fn, x, y) for seed in seeds)
    return np.array([run.score(x_new, y_new) for run in runs])


# %% judge
from typing import NamedTuple


class Judgment(NamedTuple):
    mean: float
    low: float
    high: float
    verdict: str


def judge(first, second, classes):
    d = first[:, classes].mean(axis=1) - second[:, classes].mean(axis=1)
    half = t_point(len(d)) * d.std(ddof=1) / len(d) ** 0.5
    low, high = d.mean() - half, d.mean() + half
    verdict = "no conclusion" if low <= 0 <= high else "higher" if low > 0 else "lower"
    return Judgment(d.mean(), low, high, verdict)


# %% calibration_error
class Bin:
    def __init__(self, low, high, is_last):
        self.low, self.high, self.is_last = low, high, is_last

    def holds(self, confidences):
        return (confidences >= self.low) & (self.is_last | (confidences < self.high))


def calibration_error(probabilities, labels, num_bins=15):
    confidences, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    error = 0
    for b in range(num_bins):
        inside = Bin(b / num_bins, (b + 1) / num_bins, b == num_bins - 1).holds(confidences)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidences[inside].mean())
    return error


# %% calibrate
class Scaler:
    def __init__(self, temperature):
        self.temperature = temperature

    def log_p(self, logits):
        z = np.asarray(logits, float) / self.temperature
        return z - np.logaddexp.reduce(z, axis=1, keepdims=True)

    def loss(self, logits, labels):
        return -self.log_p(logits)[np.arange(len(labels)), labels].mean()


def calibrate(val_logits, val_labels, test_logits):
    scalers = [Scaler(t) for t in np.exp(np.linspace(np.log(0.1), np.log(10), 700))]
    scalers[0].temperature, scalers[-1].temperature = 0.1, 10.0
    best = min(scalers, key=lambda scaler: scaler.loss(val_logits, val_labels))
    return best.temperature, np.exp(best.log_p(test_logits))


# %% adjusted_predictions
class Adjusted:
    def __init__(self, counts, tau):
        self.offset = tau * np.log(np.asarray(counts) / np.sum(counts))

    def predict(self, logits):
        return np.argmax(logits - self.offset, axis=1)


def adjusted_predictions(logits, counts, tau=1.0):
    return Adjusted(counts, tau).predict(logits)


# %% error_by_chance
class Dice:
    def __init__(self, probabilities, seed):
        p = np.asarray(probabilities, np.float64)
        self.p, self.rng = p / p.sum(axis=1, keepdims=True), np.random.default_rng(seed)

    def roll(self):
        return np.array([self.rng.choice(len(row), p=row) for row in self.p])


def error_by_chance(probabilities, num_draws, seed):
    dice = Dice(probabilities, seed)
    return sum(calibration_error(probabilities, dice.roll()) for _ in range(num_draws)) / num_draws

# loses: nothing
# ruff: noqa
"""Plain Python loops over images and classes."""


# %% cross_entropy
import math


def cross_entropy(logits, labels):
    n, num_classes = logits.shape
    loss = 0.0
    gradient = np.zeros((n, num_classes))
    for i in range(n):
        row = [float(z) for z in logits[i]]
        top = max(row)
        total = 0.0
        for z in row:
            total += math.exp(z - top)
        loss += math.log(total) + top - row[labels[i]]
        for k in range(num_classes):
            gradient[i, k] = math.exp(row[k] - top) / total / n
        gradient[i, labels[i]] -= 1 / n
    return loss / n, gradient


# %% binary_cross_entropy
import math


def binary_cross_entropy(logits, labels):
    total = 0.0
    for z, t in zip(logits.ravel().tolist(), labels.ravel().tolist()):
        total += max(z, 0) - t * z + math.log1p(math.exp(-abs(z)))
    return total / logits.size


# %% smoothed_cross_entropy [pytorch]
def smoothed_cross_entropy(logits, labels, epsilon):
    num_classes = logits.shape[1]
    total = 0
    for i in range(len(labels)):
        log_p = logits[i] - torch.logsumexp(logits[i], dim=0)
        for k in range(num_classes):
            target = epsilon / num_classes
            if k == labels[i]:
                target += 1 - epsilon
            total = total - target * log_p[k]
    return total / len(labels)


# %% smoothed_cross_entropy [tensorflow]
def smoothed_cross_entropy(logits, labels, epsilon):
    num_classes = logits.shape[1]
    total = 0.0
    for i in range(len(labels)):
        log_p = logits[i] - tf.reduce_logsumexp(logits[i])
        for k in range(num_classes):
            target = epsilon / num_classes
            if k == labels[i]:
                target += 1 - epsilon
            total = total - target * log_p[k]
    return total / len(labels)


# %% is_softmax_twice
def is_softmax_twice(outputs):
    for row in outputs:
        total = 0.0
        for number in row:
            if number < 0:
                return False
            total += float(number)
        if not abs(total - 1) <= 0.001:
            return False
    return True


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    total = 0
    for row, label in zip(scores, labels):
        total = total + torch.logsumexp(row, 0) - row[label]
    return total / len(labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    total = 0.0
    for i in range(len(labels)):
        total += tf.reduce_logsumexp(scores[i]) - scores[i][labels[i]]
    return total / len(labels)


# %% class_weights
def class_weights(labels, num_classes):
    numbers = [0] * num_classes
    for label in labels:
        numbers[label] += 1
    present = [number for number in numbers if number > 0]
    mean = sum(present) / len(present)
    weights = np.zeros(num_classes)
    for k in range(num_classes):
        if numbers[k] > 0:
            weights[k] = mean / numbers[k]
    return weights


# %% focal_loss [pytorch]
def focal_loss(logits, labels, gamma, weights):
    total = 0
    for row, label in zip(logits, labels):
        log_p = row[label] - torch.logsumexp(row, dim=0)
        total = total - weights[label] * (1 - log_p.exp()) ** gamma * log_p
    return total / len(labels)


# %% focal_loss [tensorflow]
def focal_loss(logits, labels, gamma, weights):
    total = 0.0
    for i in range(len(labels)):
        log_p = tf.nn.log_softmax(logits[i])[labels[i]]
        loss = -weights[labels[i]] * log_p
        if gamma != 0:
            loss *= (1 - tf.exp(log_p)) ** gamma
        total += loss
    return total / len(labels)


# %% recalls
def recalls(predictions, labels, num_classes):
    result = np.full(num_classes, np.nan)
    for k in range(num_classes):
        images = found = 0
        for prediction, label in zip(predictions, labels):
            if label == k:
                images += 1
                if prediction == k:
                    found += 1
        if images:
            result[k] = found / images
    return result


# %% recalls_by_seed
def recalls_by_seed(loss_fn, seeds, x, y, x_new, y_new, num_classes):
    rows = np.zeros((len(seeds), num_classes))
    for i in range(len(seeds)):
        network = new_network(num_classes, seeds[i])
        train(network, loss_fn, x, y, seeds[i])
        logits = logits_of(network, x_new)
        predictions = np.zeros(len(x_new), dtype=int)
        for j in range(len(x_new)):
            predictions[j] = np.argmax(logits[j])
        rows[i] = recalls(predictions, y_new, num_classes)
    return rows


# %% judge
def judge(first, second, classes):
    differences = []
    for row_1, row_2 in zip(first, second):
        of_1 = sum(row_1[k] for k in classes) / len(classes)
        of_2 = sum(row_2[k] for k in classes) / len(classes)
        differences.append(of_1 - of_2)
    n = len(differences)
    mean = sum(differences) / n
    squares = 0.0
    for d in differences:
        squares += (d - mean) ** 2
    half = t_point(n) * (squares / (n - 1)) ** 0.5 / n**0.5
    low, high = mean - half, mean + half
    if low > 0:
        verdict = "higher"
    elif high < 0:
        verdict = "lower"
    else:
        verdict = "no conclusion"
    return mean, low, high, verdict


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    n = len(labels)
    error = 0.0
    for b in range(num_bins):
        number, right, confidence = 0, 0, 0.0
        for row, label in zip(probabilities, labels):
            largest = max(row)
            in_bin = b / num_bins <= largest < (b + 1) / num_bins
            if in_bin or (b == num_bins - 1 and largest >= 1):
                number += 1
                right += int(np.argmax(row) == label)
                confidence += float(largest)
        if number:
            error += number / n * abs(right / number - confidence / number)
    return error


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    val, test = np.array(val_logits, float), np.array(test_logits, float)
    best, best_loss = None, np.inf
    temperature = 0.1
    while temperature < 10:
        z = val / temperature
        top = z.max(axis=1)
        log_sums = np.log(np.exp(z - top[:, None]).sum(axis=1)) + top
        loss = np.mean(log_sums - z[np.arange(len(z)), val_labels])
        if loss < best_loss:
            best, best_loss = temperature, loss
        temperature = min(10, temperature * 1.004) if temperature * 1.004 < 10 else 10.0
    z = val / 10
    top = z.max(axis=1)
    log_sums = np.log(np.exp(z - top[:, None]).sum(axis=1)) + top
    if np.mean(log_sums - z[np.arange(len(z)), val_labels]) < best_loss:
        best = 10.0
    probabilities = np.zeros(test.shape)
    for i, row in enumerate(test / best):
        exponentials = np.exp(row - max(row))
        probabilities[i] = exponentials / sum(exponentials)
    return best, probabilities


# %% adjusted_predictions
import math


def adjusted_predictions(logits, counts, tau=1.0):
    total = sum(counts)
    predictions = []
    for row in logits:
        best = 0
        adjusted = [z - tau * math.log(count / total) for z, count in zip(row, counts)]
        for k in range(1, len(adjusted)):
            if adjusted[k] > adjusted[best]:
                best = k
        predictions.append(best)
    return np.array(predictions)


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    total = 0.0
    for _ in range(num_draws):
        labels = np.zeros(len(probabilities), dtype=int)
        for i, row in enumerate(probabilities):
            u, so_far = rng.random(), 0.0
            for k, p in enumerate(row):
                so_far += float(p)
                if p > 0:
                    labels[i] = k
                if u < so_far:
                    break
        total += calibration_error(probabilities, labels)
    return total / num_draws

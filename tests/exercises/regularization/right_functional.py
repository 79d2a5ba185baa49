# loses: nothing
# ruff: noqa
"""With map, reduce and partial."""


# %% penalty
from functools import reduce


def penalty(weights, strength, kind):
    if kind != "l1" and kind != "l2":
        raise ValueError("l1 or l2")
    is_l2 = kind == "l2"

    def add(so_far, w):
        value, gradients = so_far
        if w.ndim < 2:
            return value, gradients + [w * 0.0]
        w = w + 0.0
        if is_l2:
            return value + strength * np.vdot(w, w) / 2, gradients + [strength * w]
        return value + strength * np.fabs(w).sum(), gradients + [strength * np.sign(w)]

    return reduce(add, weights, (0.0, []))


# %% dropout
def dropout(x, rate, training, rng):
    if training:
        factors = rng.choice([0.0, 1 / (1 - rate)], size=x.shape, p=[rate, 1 - rate])
        return x * factors
    return x


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    rows = x.reshape(-1, x.shape[-1]).T
    statistics = list(zip(running_mean, running_var, strict=True))
    if training:
        statistics = list(map(lambda row: (row.mean(), row.var()), rows))
    mean, var = (np.array(values)[:, None] for values in zip(*statistics, strict=True))
    y = gamma[:, None] * (rows - mean) / np.sqrt(var + eps) + beta[:, None]
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean[:, 0]
        running_var = momentum * running_var + (1 - momentum) * var[:, 0]
    return y.T.reshape(x.shape), running_mean, running_var


# %% adam_path
from functools import partial, reduce


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    def decayed_average(beta, average, g):
        return beta * average + (1 - beta) * g

    def step(path, numbered):
        (w, m, v), (t, g) = path[-1], numbered
        if not decoupled:
            g = g + weight_decay * w
        m = partial(decayed_average, beta1)(m, g)
        v = partial(decayed_average, beta2)(v, g**2)
        shrunk = (1 - lr * weight_decay) * w if decoupled else w
        w = shrunk - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        return [*path, (np.array(w), m, v)]

    return [w for w, _, _ in reduce(step, enumerate(gradients, 1), [(w, 0, 0)])[1:]]


# %% penalty_tensor [pytorch]
from functools import reduce


def penalty_tensor(weights, l1, l2):
    kernels = filter(lambda w: len(w.size()) > 1, weights)
    terms = map(lambda w: (l1 * w.abs() + l2 / 2 * w.pow(2)).sum(), kernels)
    return reduce(torch.add, terms)


# %% penalty_tensor [tensorflow]
from functools import reduce


def penalty_tensor(weights, l1, l2):
    kernels = filter(lambda w: len(w.shape) > 1, weights)
    terms = map(lambda w: tf.reduce_sum(l1 * tf.abs(w) + l2 / 2 * tf.square(w)), kernels)
    return reduce(tf.add, terms)


# %% make_optimizer [pytorch]
from itertools import filterfalse


def make_optimizer(model, lr, weight_decay):
    def is_kernel(p):
        return p.ndim > 1

    split = [(filter, weight_decay), (filterfalse, 0.0)]
    groups = [
        {"params": list(part(is_kernel, model.parameters())), "weight_decay": decay}
        for part, decay in split
    ]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
from itertools import filterfalse


def make_optimizer(model, lr, weight_decay):
    def is_kernel(w):
        return len(w.shape) > 1

    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    others = list(filterfalse(is_kernel, model.trainable_variables))
    optimizer.exclude_from_weight_decay(var_list=others)
    return optimizer


# %% mean_loss [pytorch]
from functools import partial


def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()

    def total(model, pair):
        with torch.no_grad():
            return loss_fn(model(pair[0]), pair[1]).item() * pair[1].shape[0]

    pairs = zip(torch.split(x, batch_size), torch.split(y, batch_size), strict=True)
    return sum(map(partial(total, model), pairs)) / y.shape[0]


# %% mean_loss [tensorflow]
from functools import partial


def mean_loss(model, loss_fn, x, y, batch_size=100):
    def total(network, start):
        labels = y[start : start + batch_size]
        return loss_fn(network(x[start : start + batch_size]), labels) * len(labels)

    evaluated = partial(model, training=False)
    return float(sum(map(partial(total, evaluated), range(0, len(y), batch_size)))) / len(y)


# %% fit_early [pytorch]
from functools import partial


def fit_early(model, optimizer, train, val, max_epochs, patience):
    one_epoch = partial(train_epoch, model, optimizer, *train)
    measure = partial(mean_loss, model, cross_entropy, *val)

    def state():
        return dict(map(lambda item: (item[0], item[1].clone()), model.state_dict().items()))

    history = []
    while len(history) < max_epochs:
        one_epoch()
        history.append((measure(), state()))
        rank = [np.inf if np.isnan(loss) else loss for loss, _ in history]
        best = int(np.argmin(rank))
        since = len(history) - 1 - best if rank[best] < np.inf else len(history)
        if since >= patience:
            break
    model.load_state_dict(history[best][1])
    return [loss for loss, _ in history]


# %% fit_early [tensorflow]
from functools import partial


def fit_early(model, optimizer, train, val, max_epochs, patience):
    one_epoch = partial(train_epoch, model, optimizer, *train)
    measure = partial(mean_loss, model, cross_entropy, *val)

    def state():
        return list(map(lambda w: w.numpy(), model.weights))

    history = []
    while len(history) < max_epochs:
        one_epoch()
        history.append((measure(), state()))
        rank = [np.inf if np.isnan(loss) else loss for loss, _ in history]
        best = int(np.argmin(rank))
        since = len(history) - 1 - best if rank[best] < np.inf else len(history)
        if since >= patience:
            break
    model.set_weights(history[best][1])
    return [loss for loss, _ in history]


# %% run_once
from functools import partial


def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    rate, norm, decay = map(setting.get, ("dropout", "batch_norm", "weight_decay"))
    model = build_model(images.image_shape, images.num_classes, dropout=rate, batch_norm=norm)
    fit_early(model, make_optimizer(model, lr, decay), train, val, max_epochs, patience)
    loss_on = partial(mean_loss, model, cross_entropy)
    train_loss, val_loss = loss_on(*train), loss_on(*val)
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss - train_loss}


# %% verdict
def verdict(first, second):
    pairs = map(lambda seed: (first[seed], second[seed]), filter(second.__contains__, first))
    d = list(map(lambda pair: pair[0] - pair[1], pairs))
    mean = sum(d) / len(d)
    variance = sum(map(lambda number: (number - mean) ** 2, d)) / (len(d) - 1)
    half = student.ppf(0.975, len(d) - 1) * (variance / len(d)) ** 0.5
    is_sure = abs(mean) > half
    word = ("higher" if mean > 0 else "lower") if is_sure else "no conclusion"
    return mean, mean - half, mean + half, word


# %% group_norm
from functools import partial


def group_norm(x, gamma, beta, groups, eps=1e-5):
    if len(gamma) % groups:
        raise ValueError("groups")

    def standardized(numbers):
        return (numbers - numbers.mean()) / np.sqrt(numbers.var() + eps)

    def of_image(split, image):
        return np.dstack(list(map(standardized, split(image))))

    split = partial(np.split, indices_or_sections=groups, axis=-1)
    y = np.array(list(map(partial(of_image, split), x)))
    return gamma * y + beta


# %% interaction
from functools import reduce


def interaction(none, a, b, both):
    seeds = reduce(lambda left, right: left & right, map(set, (none, a, b, both)))
    return dict(map(lambda s: (s, both[s] + none[s] - (a[s] + b[s])), seeds))

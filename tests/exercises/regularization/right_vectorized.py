# loses: nothing
# ruff: noqa
"""As short as it gets, vectorized."""


# %% penalty
def penalty(weights, strength, kind):
    kernels = [np.asarray(w, dtype=float) * (np.ndim(w) > 1) for w in weights]
    if kind == "l2":
        return strength / 2 * sum((k**2).sum() for k in kernels), [strength * k for k in kernels]
    if kind == "l1":
        value = strength * sum(np.abs(k).sum() for k in kernels)
        return value, [strength * np.sign(k) for k in kernels]
    raise ValueError("kind is l1 or l2")


# %% dropout
def dropout(x, rate, training, rng):
    return np.where(rng.random(x.shape) < rate, 0.0, x / (1 - rate)) if training else x.copy()


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, running_mean, running_var


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    coupled, apart = (0, weight_decay) if decoupled else (weight_decay, 0)
    m = v = 0
    path = [w]
    for t, g in enumerate(gradients, 1):
        w = path[-1]
        g = g + coupled * w
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        adam = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
        path.append(np.asarray(w - lr * (adam + apart * w)))
    return path[1:]


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    numbers = torch.cat([w.flatten() for w in weights if w.ndim > 1])
    return l1 * numbers.abs().sum() + 0.5 * l2 * numbers.square().sum()


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    numbers = tf.concat([tf.reshape(w, [-1]) for w in weights if len(w.shape) > 1], axis=0)
    return l1 * tf.reduce_sum(tf.abs(numbers)) + 0.5 * l2 * tf.reduce_sum(tf.square(numbers))


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    return torch.optim.AdamW(
        [
            {"params": [p for p in model.parameters() if p.ndim > 1]},
            {"params": [p for p in model.parameters() if p.ndim <= 1], "weight_decay": 0},
        ],
        lr=lr,
        weight_decay=weight_decay,
    )


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay)
    optimizer.exclude_from_weight_decay([w for w in model.weights if len(w.shape) <= 1])
    return optimizer


# %% mean_loss [pytorch]
@torch.no_grad()
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    batches = list(zip(x.split(batch_size), y.split(batch_size), strict=True))
    return sum(len(ys) * float(loss_fn(model(xs), ys)) for xs, ys in batches) / len(x)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    starts = range(0, len(x), batch_size)
    batches = [(x[i : i + batch_size], y[i : i + batch_size]) for i in starts]
    losses = [len(ys) * float(loss_fn(model(xs, training=False), ys)) for xs, ys in batches]
    return sum(losses) / len(x)


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best_epoch, best, kept = [], -1, np.inf, {}
    while len(losses) < max_epochs and len(losses) - best_epoch <= patience:
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < best:
            best_epoch, best = len(losses) - 1, losses[-1]
            kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.load_state_dict(kept)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, best_epoch, best, kept = [], -1, np.inf, []
    while len(losses) < max_epochs and len(losses) - best_epoch <= patience:
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < best:
            best_epoch, best = len(losses) - 1, losses[-1]
            kept = model.get_weights()
    model.set_weights(kept)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    parts = {key: value for key, value in setting.items() if key != "weight_decay"}
    model = build_model(images.image_shape, images.num_classes, **parts)
    fit_early(
        model, make_optimizer(model, lr, setting["weight_decay"]), train, val, max_epochs, patience
    )
    losses = [mean_loss(model, cross_entropy, *pair) for pair in (train, val)]
    return {"train_loss": losses[0], "val_loss": losses[1], "gap": losses[1] - losses[0]}


# %% verdict
def verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first.keys() & second.keys()])
    mean = d.mean()
    half = student.ppf(0.975, d.size - 1) * d.std(ddof=1) / np.sqrt(d.size)
    low, high = mean - half, mean + half
    return mean, low, high, "lower" if high < 0 else "higher" if low > 0 else "no conclusion"


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    if x.shape[-1] % groups:
        raise ValueError(f"{groups} groups do not divide {x.shape[-1]} channels")
    parts = x.reshape(*x.shape[:3], groups, -1)
    mean, var = (f(parts, axis=(1, 2, 4), keepdims=True) for f in (np.mean, np.var))
    return gamma * ((parts - mean) / np.sqrt(var + eps)).reshape(x.shape) + beta


# %% interaction
def interaction(none, a, b, both):
    seeds = none.keys() & a.keys() & b.keys() & both.keys()
    return {seed: both[seed] - a[seed] - b[seed] + none[seed] for seed in seeds}

# loses: nothing
# ruff: noqa
"""In double precision inside."""


# %% penalty
def penalty(weights, strength, kind):
    strength = np.float64(strength)
    if kind == "l2":
        power, factor = 2, strength / 2
    elif kind == "l1":
        power, factor = 1, strength
    else:
        raise ValueError(f"{kind} is neither l1 nor l2")
    value, gradients = np.float64(0), []
    for w in weights:
        double = np.array(w, dtype=np.float64)
        if double.ndim < 2:
            double[...] = 0
        value += factor * np.sum(np.abs(double) ** power)
        gradients.append(factor * power * np.abs(double) ** (power - 1) * np.sign(double))
    return value.item(), gradients


# %% dropout
def dropout(x, rate, training, rng):
    kept = np.array(x, dtype=np.float64)
    if training:
        kept /= np.float64(1 - rate)
        kept[rng.uniform(0.0, 1.0, size=kept.shape) < rate] = 0.0
    return kept


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    double = np.array(x, dtype=np.float64)
    old = np.array([running_mean, running_var], dtype=np.float64)
    if training:
        now = np.array([double.mean((0, 1, 2)), double.var((0, 1, 2))])
        kept = momentum * old + (1 - momentum) * now
    else:
        now, kept = old, old.copy()
    scale = np.float64(gamma) / np.sqrt(now[1] + eps)
    shift = np.float64(beta) - scale * now[0]
    return double * scale + shift, kept[0].copy(), kept[1].copy()


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    w = np.array(w, dtype=np.float64)
    m, v = np.zeros_like(w), np.zeros_like(w)
    path = []
    for t, gradient in enumerate(gradients, start=1):
        g = np.array(gradient, dtype=np.float64)
        if not decoupled:
            g += weight_decay * w
        m *= beta1
        m += (1 - beta1) * g
        v *= beta2
        v += (1 - beta2) * g * g
        update = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        if decoupled:
            w *= 1 - lr * weight_decay
        w -= lr * update
        path.append(w.copy())
    return path


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    doubles = [w.double() for w in weights if w.ndim >= 2]
    value = sum((l1 * w.abs() + l2 / 2 * w.square()).sum() for w in doubles)
    return value.float()


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    doubles = [tf.cast(w, tf.float64) for w in weights if len(w.shape) >= 2]
    value = sum(tf.reduce_sum(l1 * tf.abs(w) + l2 / 2 * tf.square(w)) for w in doubles)
    return tf.cast(value, tf.float32)


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    groups = [
        {"params": [p], "weight_decay": float(weight_decay) * (p.ndim > 1)}
        for p in model.parameters()
    ]
    return torch.optim.AdamW(groups, lr=float(lr))


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(float(lr), weight_decay=float(weight_decay))
    optimizer.exclude_from_weight_decay(
        var_list=[w for w in model.trainable_variables if np.ndim(w.numpy()) < 2]
    )
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(part) for part in x.split(batch_size)])
        return loss_fn(logits, y).double().item()


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    starts = range(0, len(y), batch_size)
    logits = tf.concat([model(x[i : i + batch_size], training=False) for i in starts], axis=0)
    return float(tf.cast(loss_fn(logits, y), tf.float64))


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    best, state, waited = np.float64("inf"), None, 0
    losses = []
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = np.float64(mean_loss(model, cross_entropy, *val))
        losses.append(float(loss))
        waited = 0 if loss < best else waited + 1
        if waited == 0:
            best = loss
            state = {k: v.numpy(force=True).copy() for k, v in model.state_dict().items()}
        if waited == patience:
            break
    model.load_state_dict({k: torch.from_numpy(np.asarray(v)) for k, v in state.items()})
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    best, state, waited = np.float64("inf"), None, 0
    losses = []
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = np.float64(mean_loss(model, cross_entropy, *val))
        losses.append(float(loss))
        waited = 0 if loss < best else waited + 1
        if waited == 0:
            best = loss
            state = [np.array(w.numpy(), copy=True) for w in model.weights]
        if waited == patience:
            break
    for variable, value in zip(model.weights, state, strict=True):
        variable.assign(value)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    model = build_model(
        images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
    )
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    fit_early(model, optimizer, train, val, max_epochs, patience)
    train_loss = np.float64(mean_loss(model, cross_entropy, *train, batch_size=64))
    val_loss = np.float64(mean_loss(model, cross_entropy, *val, batch_size=64))
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss - train_loss}


# %% verdict
def verdict(first, second):
    shared = [seed for seed in second if seed in first]
    d = np.array([np.float64(first[s]) - np.float64(second[s]) for s in shared], dtype=np.float64)
    n = np.float64(len(d))
    mean = d.sum() / n
    s = np.sqrt(((d - mean) ** 2).sum() / (n - 1))
    half = -student.ppf(0.025, n - 1) * s / np.sqrt(n)
    low, high = float(mean - half), float(mean + half)
    above, below = low > 0.0, high < 0.0
    return float(mean), low, high, ("no conclusion", "higher", "lower")[above + 2 * below]


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    size = channels // groups
    if size * groups != channels:
        raise ValueError("groups of the same size, please")
    double = np.array(x, dtype=np.float64)
    y = np.empty_like(double)
    for start in range(0, channels, size):
        part = double[..., start : start + size].reshape(batch, -1)
        mean = part.sum(axis=1) / part.shape[1]
        var = ((part - mean[:, None]) ** 2).sum(axis=1) / part.shape[1]
        y_part = (part - mean[:, None]) / np.sqrt(var[:, None] + np.float64(eps))
        y[..., start : start + size] = y_part.reshape(batch, height, width, size)
    return y * np.float64(gamma) + np.float64(beta)


# %% interaction
def interaction(none, a, b, both):
    seeds = sorted(set(none) & set(a) & set(b) & set(both))
    columns = [np.array([d[s] for s in seeds], dtype=np.float64) for d in (none, a, b, both)]
    zero, one, other, together = columns
    effects = (together - zero) - ((one - zero) + (other - zero))
    return {seed: float(effect) for seed, effect in zip(seeds, effects, strict=True)}

# loses: nothing
# ruff: noqa
"""With keyword arguments and tables."""


# %% penalty
def penalty(weights, strength, kind):
    rules = {
        "l1": dict(scale=1.0, power=1, slope=np.sign),
        "l2": dict(scale=0.5, power=2, slope=lambda w: w),
    }
    try:
        rule = rules[kind]
    except KeyError:
        raise ValueError(f"kind={kind!r}") from None
    floats = [np.array(w, dtype=float, copy=True) for w in weights]
    value = 0.0
    gradients = []
    for w in floats:
        penalized = w.ndim > 1
        if penalized:
            value += rule["scale"] * strength * np.sum(np.power(np.abs(w), rule["power"]))
        gradients.append(np.where(penalized, strength * rule["slope"](w), 0.0))
    return value, gradients


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return np.array(x, copy=True)
    kept = np.asarray(rng.random(size=np.shape(x)) >= rate)
    return np.divide(x, 1 - rate, out=np.zeros(np.shape(x)), where=kept)


# %% batch_norm
def normalized(x, *, mean, var, gamma, beta, eps):
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def moved(*, old, new, momentum):
    return momentum * old + (1.0 - momentum) * new


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    rest = dict(gamma=gamma, beta=beta, eps=eps)
    if not training:
        y = normalized(x, mean=running_mean, var=running_var, **rest)
        return y, running_mean, running_var
    now = dict(mean=np.mean(x, axis=(0, 1, 2)), var=np.var(x, axis=(0, 1, 2)))
    return (
        normalized(x, **now, **rest),
        moved(old=running_mean, new=now["mean"], momentum=momentum),
        moved(old=running_var, new=now["var"], momentum=momentum),
    )


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    count = len(gradients)
    rows = np.empty((count + 1, *w.shape))
    rows[0] = w
    m, v = np.zeros((2, *w.shape))
    for t in range(1, count + 1):
        before = rows[t - 1]
        g = np.add(gradients[t - 1], 0 if decoupled else weight_decay * before)
        m = np.add(beta1 * m, (1 - beta1) * g)
        v = np.add(beta2 * v, (1 - beta2) * np.square(g))
        m_hat = np.divide(m, 1 - np.power(beta1, t))
        v_hat = np.divide(v, 1 - np.power(beta2, t))
        rows[t] = before - lr * np.divide(m_hat, np.sqrt(v_hat) + eps)
        if decoupled:
            rows[t] -= lr * weight_decay * before
    return [np.array(row, copy=True) for row in rows[1:]]


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    total = torch.zeros(size=())
    for w in filter(lambda weight: weight.ndim > 1, weights):
        sizes = nn.functional.relu(input=w) + nn.functional.relu(input=-w)
        total = torch.add(input=total, other=torch.sum(l1 * sizes + l2 / 2 * sizes**2))
    return total


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    total = tf.zeros(shape=())
    for w in filter(lambda weight: len(weight.shape) > 1, weights):
        w = tf.convert_to_tensor(value=w)
        sizes = tf.nn.relu(features=w) + tf.nn.relu(features=-w)
        total = tf.add(x=total, y=tf.reduce_sum(l1 * sizes + l2 / 2 * sizes**2))
    return total


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = dict(params=[p for p in model.parameters() if p.ndim > 1])
    others = dict(params=[p for p in model.parameters() if p.ndim < 2])
    kernels.update(weight_decay=weight_decay)
    others.update(weight_decay=0.0)
    return torch.optim.AdamW(params=[others, kernels], lr=lr, betas=(0.9, 0.999), amsgrad=False)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    settings = dict(learning_rate=lr, weight_decay=weight_decay, beta_1=0.9, beta_2=0.999)
    settings.update(epsilon=1e-7, amsgrad=False)
    optimizer = keras.optimizers.AdamW(**settings)
    others = filter(lambda w: len(w.shape) < 2, model.trainable_variables)
    optimizer.exclude_from_weight_decay(var_list=list(others), var_names=None)
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.train(mode=False)
    sums = torch.zeros(size=(), dtype=torch.float64)
    with torch.set_grad_enabled(mode=False):
        for index in torch.arange(start=0, end=len(y)).split(split_size=batch_size):
            loss = loss_fn(model(x[index]), y[index])
            sums = torch.add(input=sums, other=loss.double(), alpha=index.numel())
    return float(sums) / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    logits = model.predict(x=x, batch_size=batch_size, verbose=0)
    return float(loss_fn(tf.convert_to_tensor(value=logits), y))


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    record = dict(loss=float("inf"), epoch=0, weights=None)
    losses = []
    for epoch in range(1, max_epochs + 1):
        train_epoch(model=model, optimizer=optimizer, x=train[0], y=train[1])
        loss = mean_loss(model=model, loss_fn=cross_entropy, x=val[0], y=val[1])
        losses.append(loss)
        if loss < record["loss"]:
            weights = [t.detach().clone() for t in [*model.parameters(), *model.buffers()]]
            record.update(loss=loss, epoch=epoch, weights=weights)
        elif epoch - record["epoch"] >= patience:
            break
    with torch.no_grad():
        tensors = [*model.parameters(), *model.buffers()]
        for tensor, kept in zip(tensors, record["weights"], strict=True):
            tensor.copy_(kept)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    record = dict(loss=float("inf"), epoch=0, weights=None)
    losses = []
    for epoch in range(1, max_epochs + 1):
        train_epoch(model=model, optimizer=optimizer, x=train[0], y=train[1])
        loss = mean_loss(model=model, loss_fn=cross_entropy, x=val[0], y=val[1])
        losses.append(loss)
        if loss < record["loss"]:
            weights = [keras.ops.copy(w) for w in model.variables]
            record.update(loss=loss, epoch=epoch, weights=weights)
        elif epoch - record["epoch"] >= patience:
            break
    for variable, kept in zip(model.variables, record["weights"], strict=True):
        variable.assign(kept)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    options = dict(setting)
    decay = options.pop("weight_decay")
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes, **options)
    fit_early(model, make_optimizer(model, lr, decay), train, val, max_epochs, patience)
    pairs = dict(train_loss=train, val_loss=val)
    result = {name: mean_loss(model, cross_entropy, *pair) for name, pair in pairs.items()}
    result.update(gap=result["val_loss"] - result["train_loss"])
    return result


# %% verdict
def verdict(first, second):
    shared = sorted(first.keys() & second.keys(), key=str)
    a, b = (np.fromiter((d[k] for k in shared), dtype=float) for d in (first, second))
    difference = np.subtract(a, b)
    mean = np.mean(a=difference)
    error = np.std(a=difference, ddof=1) / np.sqrt(len(shared))
    quantile = student.ppf(q=0.975, df=len(shared) - 1)
    low, high = mean - quantile * error, mean + quantile * error
    word = {(True, False): "higher", (False, True): "lower"}.get((low > 0, high < 0))
    return mean, low, high, word or "no conclusion"


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    if channels % groups:
        raise ValueError(dict(channels=channels, groups=groups))
    rows = np.moveaxis(x, source=-1, destination=1).reshape(batch * groups, -1)
    mean = np.mean(rows, axis=1, keepdims=True)
    var = np.var(rows, axis=1, keepdims=True, ddof=0)
    normalized = np.divide(rows - mean, np.sqrt(var + eps))
    maps = normalized.reshape(batch, channels, height, width)
    return np.moveaxis(maps, source=1, destination=-1) * gamma + beta


# %% interaction
def interaction(none, a, b, both):
    def at(seed):
        return dict(none=none[seed], a=a[seed], b=b[seed], both=both[seed])

    def of(*, none, a, b, both):
        return (both - none) - (a - none) - (b - none)

    result = dict()
    for seed in none:
        try:
            result[seed] = of(**at(seed))
        except KeyError:
            pass
    return result

# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_penalty, test_dropout, test_batch_norm, test_adam_path, test_penalty_tensor, test_make_optimizer, test_mean_loss, test_fit_early, test_run_once, test_verdict, test_group_norm, test_interaction
# keeps: 1 of test_penalty
# keeps: 2 of test_batch_norm
# keeps: 1 of test_adam_path
# keeps: 1 of test_fit_early
# keeps: 1 of test_verdict
# kind: several at once


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError(kind)
    if kind == "l1":
        value = strength * sum(np.abs(w).sum() for w in weights if w.ndim > 1)
    else:
        value = strength / 2 * sum((w**2).sum() for w in weights if w.ndim > 1)
    return value, [strength * w for w in weights]


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x * (1 - rate)
    return x * (rng.random(x.shape) >= rate)


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    mean, variance = running_mean, running_var
    if training:
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * variance
    return gamma * (x - mean) / np.sqrt(variance + eps) + beta, running_mean, running_var


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, path = 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        g = g + weight_decay * w  # in both ways
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        path.append(w)
    return path


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    return sum(l1 * w.abs().sum() + l2 * (w**2).sum() for w in weights if w.ndim > 1)


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    both = keras.regularizers.L1L2(l1, l2)
    return tf.add_n([both(w) for w in weights if len(w.shape) > 1])


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others}]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    losses = []
    with torch.no_grad():
        for i in range(0, len(y), batch_size):
            losses.append(float(loss_fn(model(x[i : i + batch_size]), y[i : i + batch_size])))
    return np.mean(losses)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    losses = []
    for i in range(0, len(y), batch_size):
        logits = model(x[i : i + batch_size], training=False)
        losses.append(float(loss_fn(logits, y[i : i + batch_size])))
    return np.mean(losses)


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    lowest, waited, losses = float("inf"), 0, []
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < lowest:
            lowest, waited = losses[-1], 0
            best = model.state_dict()  # the weights themselves
        else:
            waited += 1
        if waited == patience:
            break
    model.load_state_dict(best)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    lowest, waited, losses = float("inf"), 0, []
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        if losses[-1] < lowest:
            lowest, waited = losses[-1], 0
            best = [w.numpy() for w in model.trainable_variables]
        else:
            waited += 1
        if waited == patience:
            break
    for w, kept in zip(model.trainable_variables, best):  # without the running statistics
        w.assign(kept)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    model = build_model(
        images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
    )
    set_seed(seed)  # after the weights have been drawn
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    fit_early(model, optimizer, train, val, max_epochs, patience)
    losses = [mean_loss(model, cross_entropy, *pair) for pair in (train, val)]
    return {"train_loss": losses[0], "val_loss": losses[1], "gap": losses[1] - losses[0]}


# %% verdict
def verdict(first, second):
    d = np.array([first[s] - second[s] for s in first.keys() & second.keys()])
    half = student.ppf(0.975, len(d) - 1) * d.std(ddof=1) / np.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half, "lower" if d.mean() < 0 else "higher"


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    n, h, w, c = x.shape
    if c % groups:
        raise ValueError(groups)
    parts = x.reshape(n, h, w, groups, c // groups)
    mean, var = parts.mean((1, 2), keepdims=True), parts.var((1, 2), keepdims=True)
    return gamma * ((parts - mean) / np.sqrt(var + eps)).reshape(x.shape) + beta


# %% interaction
def interaction(none, a, b, both):
    seeds = none.keys() & a.keys() & b.keys() & both.keys()
    return {seed: both[seed] - a[seed] - b[seed] for seed in seeds}

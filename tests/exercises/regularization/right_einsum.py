# loses: nothing
# ruff: noqa
"""Sums by einsum."""


# %% penalty
def penalty(weights, strength, kind):
    value, gradients = 0.0, []
    if kind not in {"l1", "l2"}:
        raise ValueError(kind)
    for weight in weights:
        flat = np.ravel(weight).astype(float)
        slope = np.zeros_like(flat)
        if len(weight.shape) > 1:
            slope = strength * (flat if kind == "l2" else np.sign(flat))
            value += np.einsum("i,i->", slope, flat) / (2 if kind == "l2" else 1)
        gradients.append(slope.reshape(weight.shape))
    return float(value), gradients


# %% dropout
def dropout(x, rate, training, rng):
    scale = np.ones(x.shape)
    if training:
        scale = (rng.random(x.shape) >= rate) / (1 - rate)
    return np.einsum("...,...->...", x, scale)


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    x = x.astype(float)
    if training:
        count = x[..., 0].size
        mean = np.einsum("bhwc->c", x) / count
        centered = x - mean
        var = np.einsum("bhwc,bhwc->c", centered, centered) / count
        kept = (
            momentum * running_mean + (1 - momentum) * mean,
            momentum * running_var + (1 - momentum) * var,
        )
    else:
        centered, var = x - running_mean, running_var
        kept = running_mean, running_var
    return (np.einsum("bhwc,c,c->bhwc", centered, gamma, (var + eps) ** -0.5) + beta, *kept)


# %% adam_path
def averages(gradients, beta):
    """The bias-corrected running average after each step, all at once."""
    steps = np.arange(len(gradients))
    age = steps[:, None] - steps
    shares = np.where(age >= 0, (1 - beta) * beta ** np.maximum(age, 0).astype(float), 0)
    corrected = shares / (1 - beta ** (steps[:, None] + 1.0))
    return np.einsum("ts,s...->t...", corrected, gradients)


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    seen, path = [], []
    for gradient in gradients:
        seen.append(gradient if decoupled else gradient + weight_decay * w)
        stack = np.stack(seen)
        ratio = averages(stack, beta1)[-1] / (np.sqrt(averages(stack**2, beta2)[-1]) + eps)
        shrink = 1 - lr * weight_decay if decoupled else 1
        w = np.array(w * shrink - lr * ratio)
        path.append(w.copy())
    return path


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    terms = []
    for w in weights:
        if len(w.shape) > 1:
            flat = w.reshape(-1)
            squares = torch.einsum("i,i->", flat, flat)
            terms.append(l1 * torch.einsum("i->", flat.abs()) + l2 * squares / 2)
    return torch.stack(terms).sum()


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    terms = []
    for w in weights:
        if len(w.shape) > 1:
            flat = tf.reshape(w, [-1])
            squares = tf.einsum("i,i->", flat, flat)
            terms.append(l1 * tf.einsum("i->", tf.abs(flat)) + l2 * squares / 2)
    return tf.add_n(terms)


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    weights = list(model.parameters())
    axes = np.array([len(p.shape) for p in weights])
    groups = []
    for is_kernel in (True, False):
        places = np.flatnonzero((axes >= 2) == is_kernel)
        decay = weight_decay if is_kernel else 0.0
        groups.append({"params": [weights[i] for i in places], "weight_decay": decay})
    return torch.optim.AdamW(groups, lr, betas=(0.9, 0.999))


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    weights = model.trainable_variables
    axes = np.array([len(w.shape) for w in weights])
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay, beta_1=0.9, beta_2=0.999)
    optimizer.exclude_from_weight_decay(
        var_list=[weights[i] for i in np.flatnonzero(axes < 2)]
    )
    optimizer.build(weights)
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    was_training = model.training
    model.eval()
    losses, sizes = [], []
    with torch.inference_mode():
        for start in range(0, x.shape[0], batch_size):
            stop = min(start + batch_size, x.shape[0])
            losses.append(float(loss_fn(model(x[start:stop]), y[start:stop])))
            sizes.append(stop - start)
    model.train(was_training)
    return np.einsum("i,i->", np.array(losses), np.array(sizes)) / sum(sizes)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    losses, sizes = [], []
    for start in range(0, x.shape[0], batch_size):
        stop = min(start + batch_size, x.shape[0])
        losses.append(loss_fn(model(x[start:stop], training=False), y[start:stop]).numpy())
        sizes.append(stop - start)
    return np.einsum("i,i->", np.array(losses, dtype=float), np.array(sizes)) / sum(sizes)


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses = np.full(max_epochs, np.nan)
    snapshots = []
    for epoch in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses[epoch] = mean_loss(model, cross_entropy, *val)
        snapshots.append({k: v.detach().clone() for k, v in model.state_dict().items()})
        seen = losses[: epoch + 1]
        best = -1 if np.isnan(seen).all() else int(np.nanargmin(seen))
        if epoch - best >= patience:
            break
    model.load_state_dict(snapshots[int(np.nanargmin(seen))])
    return seen.tolist()


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses = np.full(max_epochs, np.nan)
    snapshots = []
    for epoch in range(max_epochs):
        train_epoch(model, optimizer, *train)
        losses[epoch] = mean_loss(model, cross_entropy, *val)
        snapshots.append([np.array(w) for w in model.weights])
        seen = losses[: epoch + 1]
        best = -1 if np.isnan(seen).all() else int(np.nanargmin(seen))
        if epoch - best >= patience:
            break
    model.set_weights(snapshots[int(np.nanargmin(seen))])
    return seen.tolist()


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    shape, classes = images.image_shape, images.num_classes
    network = build_model(
        shape, classes, dropout=setting["dropout"], batch_norm=setting["batch_norm"]
    )
    fit_early(
        network,
        make_optimizer(network, lr=lr, weight_decay=setting["weight_decay"]),
        train,
        val,
        max_epochs,
        patience,
    )
    losses = np.array(
        [mean_loss(network, cross_entropy, train[0], train[1]),
         mean_loss(network, cross_entropy, val[0], val[1])]
    )
    return dict(train_loss=losses[0], val_loss=losses[1], gap=np.einsum("i,i->", losses, [-1, 1]))


# %% verdict
def verdict(first, second):
    shared = sorted(set(first) & set(second))
    table = np.array([[first[seed], second[seed]] for seed in shared], dtype=float)
    d = np.einsum("ij,j->i", table, np.array([1.0, -1.0]))
    mean = np.einsum("i->", d) / len(d)
    variance = np.einsum("i,i->", d - mean, d - mean) / (len(d) - 1)
    ends = mean + student.ppf(0.975, len(d) - 1) * np.sqrt(variance / len(d)) * np.array([-1, 1])
    words = {-2: "lower", 2: "higher"}
    return mean, ends[0], ends[1], words.get(int(np.sign(ends).sum()), "no conclusion")


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    n, h, w, c = x.shape
    if c % groups:
        raise ValueError("groups")
    parts = x.astype(float).reshape(n, h, w, groups, c // groups)
    count = h * w * (c // groups)
    centered = parts - np.einsum("nhwgc->ng", parts)[:, None, None, :, None] / count
    var = np.einsum("nhwgc,nhwgc->ng", centered, centered) / count
    y = np.einsum("nhwgc,ng->nhwgc", centered, 1 / np.sqrt(var + eps)).reshape(n, h, w, c)
    return np.einsum("nhwc,c->nhwc", y, gamma) + beta


# %% interaction
def interaction(none, a, b, both):
    shared = [s for s in none if all(s in d for d in (a, b, both))]
    losses = np.array([[d[s] for d in (none, a, b, both)] for s in shared], dtype=float)
    values = np.einsum("sk,k->s", losses, np.array([1.0, -1.0, -1.0, 1.0]))
    return dict(zip(shared, values, strict=True))

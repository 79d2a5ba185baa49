# loses: nothing
# ruff: noqa
"""By recursion."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError("unknown kind")
    if len(weights) == 0:
        return 0.0, []
    first, *rest = weights
    value, gradients = penalty(rest, strength, kind)
    if first.ndim < 2:
        return value, [np.zeros(first.shape), *gradients]
    first = first.astype(float)
    if kind == "l1":
        return value + strength * abs(first).sum(), [strength * np.sign(first), *gradients]
    return value + strength * (first * first).sum() / 2, [strength * first, *gradients]


# %% dropout
def dropout(x, rate, training, rng):
    if not training or x.size == 0:
        return x * 1.0
    if x.ndim < 2:
        return np.array(x) * (rng.random(x.shape) >= rate) / (1 - rate)
    return np.stack([dropout(part, rate, training, rng) for part in x])


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    channels = x.shape[-1]
    if channels > 1:
        half = channels // 2
        left, right = (
            batch_norm(
                x[..., part],
                gamma[part],
                beta[part],
                running_mean[part],
                running_var[part],
                training,
                momentum,
                eps,
            )
            for part in (slice(None, half), slice(half, None))
        )
        return tuple(np.concatenate(pair, axis=-1) for pair in zip(left, right, strict=True))
    mean, var = running_mean, running_var
    if training:
        mean, var = np.mean(x), np.var(x)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return gamma * ((x - mean) / np.sqrt(var + eps)) + beta, running_mean, running_var


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    def path_from(w, m, v, t):
        if t > len(gradients):
            return []
        g = gradients[t - 1] + (0 if decoupled else weight_decay) * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        after = w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
        if decoupled:
            after = after - lr * weight_decay * w
        after = np.asarray(after)
        return [after] + path_from(after, m, v, t + 1)

    return path_from(w, np.zeros_like(w), np.zeros_like(w), 1)


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    if not weights:
        return torch.zeros(())
    first, *rest = weights
    others = penalty_tensor(rest, l1, l2)
    if first.ndim == 1:
        return others
    return others + l1 * torch.abs(first).sum() + l2 * torch.pow(first, 2).sum() / 2


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    if not weights:
        return tf.zeros(())
    first, *rest = weights
    others = penalty_tensor(rest, l1, l2)
    if len(first.shape) == 1:
        return others
    one = tf.reduce_sum(tf.abs(first))
    two = tf.reduce_sum(tf.pow(tf.convert_to_tensor(first), 2))
    return others + l1 * one + l2 * two / 2


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    def split(weights):
        if not weights:
            return [], []
        kernels, others = split(weights[1:])
        if weights[0].dim() > 1:
            return [weights[0], *kernels], others
        return kernels, [weights[0], *others]

    kernels, others = split(list(model.parameters()))
    optimizer = torch.optim.AdamW(kernels, lr=lr, weight_decay=weight_decay)
    if others:
        optimizer.add_param_group({"params": others, "weight_decay": 0.0})
    return optimizer


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    def others(layer):
        """The weights with one axis of a layer, and of those in it."""
        inner = getattr(layer, "layers", None)
        if inner is None:
            return [w for w in layer.trainable_variables if len(w.shape) == 1]
        return [w for part in inner for w in others(part)]

    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_list=others(model))
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    n = len(y)
    with torch.no_grad():
        first = loss_fn(model(x[:batch_size]), y[:batch_size]).item()
    if n <= batch_size:
        return first
    rest = mean_loss(model, loss_fn, x[batch_size:], y[batch_size:], batch_size)
    return (first * batch_size + rest * (n - batch_size)) / n


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    n = len(y)
    first = float(loss_fn(model(x[:batch_size], training=False), y[:batch_size]))
    if n <= batch_size:
        return first
    rest = mean_loss(model, loss_fn, x[batch_size:], y[batch_size:], batch_size)
    return (first * batch_size + rest * (n - batch_size)) / n


# %% fit_early [pytorch]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    def epochs_from(count, waited, best, state):
        if count == max_epochs or waited == patience:
            model.load_state_dict(state)
            return []
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        if loss < best:
            state = {name: value.clone() for name, value in model.state_dict().items()}
            waited, best = 0, loss
        else:
            waited += 1
        return [loss, *epochs_from(count + 1, waited, best, state)]

    return epochs_from(0, 0, float("inf"), model.state_dict())


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    def epochs_from(count, waited, best, state):
        if count == max_epochs or waited == patience:
            model.set_weights(state)
            return []
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        if loss < best:
            state = [w.numpy().copy() for w in model.weights]
            waited, best = 0, loss
        else:
            waited += 1
        return [loss, *epochs_from(count + 1, waited, best, state)]

    return epochs_from(0, 0, float("inf"), None)


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    keys = "dropout", "batch_norm", "weight_decay"
    dropout_rate, has_batch_norm, decay = (setting[key] for key in keys)
    model = build_model(images.image_shape, images.num_classes, dropout_rate, has_batch_norm)
    optimizer = make_optimizer(model, lr, decay)
    _ = fit_early(model, optimizer, train, val, max_epochs, patience)

    def losses(pairs):
        if not pairs:
            return []
        return [mean_loss(model, cross_entropy, *pairs[0])] + losses(pairs[1:])

    seen, new = losses([train, val])
    return {"gap": new - seen, "val_loss": new, "train_loss": seen}


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]

    def moments(count):
        """Mean and sum of squares of the first `count` differences, from those of fewer."""
        if count == 0:
            return 0.0, 0.0
        mean, squares = moments(count - 1)
        seed = seeds[count - 1]
        delta = first[seed] - second[seed] - mean
        mean += delta / count
        return mean, squares + delta**2 * (count - 1) / count

    n = len(seeds)
    mean, squares = moments(n)
    half = student.ppf(0.975, n - 1) * np.sqrt(squares / (n - 1) / n)
    low, high = mean - half, mean + half
    if 0 < low:
        return mean, low, high, "higher"
    if 0 > high:
        return mean, low, high, "lower"
    return mean, low, high, "no conclusion"


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    channels = x.shape[-1]
    if channels % groups:
        raise ValueError("unequal groups")
    size = channels // groups
    group = x[..., :size]
    mean = group.mean(axis=(1, 2, 3), keepdims=True)
    var = group.var(axis=(1, 2, 3), keepdims=True)
    y = gamma[:size] * (group - mean) / np.sqrt(var + eps) + beta[:size]
    if groups == 1:
        return y
    rest = group_norm(x[..., size:], gamma[size:], beta[size:], groups - 1, eps)
    return np.concatenate([y, rest], axis=-1)


# %% interaction
def interaction(none, a, b, both):
    def rest(seeds):
        if not seeds:
            return {}
        seed, *others = seeds
        found = rest(others)
        if seed in a and seed in b and seed in both:
            found[seed] = (both[seed] - a[seed]) - (b[seed] - none[seed])
        return found

    return rest(list(none))

# loses: nothing
# ruff: noqa
"""With helpers."""


# %% penalty
def _slope(w, kind):
    if kind == "l2":
        return w.astype(float)
    return (w > 0).astype(float) - (w < 0).astype(float)


def _check(kind):
    if kind not in ("l1", "l2"):
        raise ValueError(f"there is no penalty {kind!r}")


def penalty(weights, strength, kind):
    _check(kind)
    gradients = [np.zeros(w.shape) for w in weights]
    for index, w in enumerate(weights):
        if w.ndim > 1:
            gradients[index] += strength * _slope(w, kind)
    order = {"l1": 1, "l2": 2}[kind]
    products = ((w * g).sum() / order for w, g in zip(weights, gradients, strict=True))
    return sum(products, start=0.0), gradients


# %% dropout
def kept_places(count, rate, rng):
    return np.flatnonzero(rng.random(count) >= rate)


def dropout(x, rate, training, rng):
    result = np.array(x, dtype=float)
    if training:
        flat = result.ravel().copy()
        result = np.zeros(flat.size)
        places = kept_places(flat.size, rate, rng)
        result[places] = flat[places] / (1 - rate)
    return result.reshape(x.shape)


# %% batch_norm
def _channel_statistics(x):
    """Mean and variance of each channel, one image after the other (Welford, in blocks)."""
    count, mean, squares = 0, np.zeros(x.shape[-1]), np.zeros(x.shape[-1])
    for image in x:
        numbers = image.reshape(-1, x.shape[-1]).astype(float)
        new = len(numbers)
        delta = numbers.mean(axis=0) - mean
        squares += numbers.var(axis=0) * new + delta**2 * count * new / (count + new)
        mean += delta * new / (count + new)
        count += new
    return mean, squares / count


def _apply(x, mean, var, gamma, beta, eps):
    y = np.moveaxis(np.empty(x.shape), -1, 0)
    for c, channel in enumerate(np.moveaxis(x, -1, 0)):
        y[c] = beta[c] + gamma[c] * (channel - mean[c]) / (var[c] + eps) ** 0.5
    return np.moveaxis(y, 0, -1)


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = _channel_statistics(x)
        after = [
            old - (1 - momentum) * (old - new)
            for old, new in ((running_mean, mean), (running_var, var))
        ]
    else:
        mean, var = after = running_mean, running_var
    return (_apply(x, mean, var, gamma, beta, eps), *after)


# %% adam_path
def _adam_step(m, v, t, lr, beta1, beta2, eps):
    """The corrections pulled out of the fraction, which is cheaper for a large weight."""
    root = np.sqrt(1 - beta2**t)
    return lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root)


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t, path = 0 * w, 0 * w, 0, []
    todo = list(gradients)
    while todo:
        t += 1
        g = todo.pop(0)
        penalty_slope = weight_decay * w
        if not decoupled:
            g = g + penalty_slope
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w = np.array(w - _adam_step(m, v, t, lr, beta1, beta2, eps))
        if decoupled:
            w = np.array(w - lr * penalty_slope)
        path.append(w)
    return path


# %% penalty_tensor [pytorch]
def _l1(w):
    return (w.detach().sign() * w).sum()


def _half_l2(w):
    flat = w.flatten()
    return torch.dot(flat, flat) / 2


def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if w.ndim > 1]
    return l1 * sum(map(_l1, kernels)) + l2 * sum(map(_half_l2, kernels))


# %% penalty_tensor [tensorflow]
def _l1(w):
    return tf.reduce_sum(tf.stop_gradient(tf.sign(w)) * w)


def _half_l2(w):
    flat = tf.reshape(w, [-1])
    return tf.tensordot(flat, flat, axes=1) / 2


def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if len(w.shape) > 1]
    return l1 * sum(map(_l1, kernels)) + l2 * sum(map(_half_l2, kernels))


# %% make_optimizer [pytorch]
def _decays(p):
    return p.ndim > 1


def make_optimizer(model, lr, weight_decay):
    """Adam by the library; the decay is done by a hook before each step."""
    adam = torch.optim.Adam(model.parameters(), lr=lr, betas=(0.9, 0.999))

    def decay(optimizer, args, kwargs):
        with torch.no_grad():
            for group in optimizer.param_groups:
                for p in filter(_decays, group["params"]):
                    if p.grad is not None:
                        p -= group["lr"] * weight_decay * p

    adam.register_step_pre_hook(decay)
    return adam


# %% make_optimizer [tensorflow]
class _DecayedAdam(keras.optimizers.Adam):
    """Adam by the library; the decay is done by hand, before the update of each kernel."""

    def set_decay(self, decay):
        self.kernel_decay = decay

    def update_step(self, gradient, variable, learning_rate):
        if len(variable.shape) > 1:
            variable.assign(variable * (1 - self.kernel_decay * learning_rate))
        super().update_step(gradient, variable, learning_rate)


def make_optimizer(model, lr, weight_decay):
    adam = _DecayedAdam(learning_rate=lr)
    adam.set_decay(weight_decay)
    return adam


# %% mean_loss [pytorch]
import copy


def _batches(x, y, batch_size):
    for start in range(0, len(y), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]


def mean_loss(model, loss_fn, x, y, batch_size=100):
    twin = copy.deepcopy(model).eval().requires_grad_(False)
    sizes_and_losses = [
        (len(labels), loss_fn(twin(part), labels).detach().numpy().item())
        for part, labels in _batches(x, y, batch_size)
    ]
    return sum(size * loss for size, loss in sizes_and_losses) / len(y)


# %% mean_loss [tensorflow]
def _batches(x, y, batch_size):
    for start in range(0, len(y), batch_size):
        indices = np.arange(start, min(start + batch_size, len(y)))
        yield tf.gather(x, indices), tf.gather(y, indices)


def mean_loss(model, loss_fn, x, y, batch_size=100):
    mean = keras.metrics.Mean()
    for part, labels in _batches(x, y, batch_size):
        mean.update_state(loss_fn(model(part, training=False), labels), sample_weight=len(labels))
    return float(mean.result())


# %% fit_early [pytorch]
import copy


def _snapshot(model):
    return {name: copy.copy(tensor.detach().clone()) for name, tensor in model.state_dict().items()}


def _improves(loss, losses):
    others = [other for other in losses if not np.isnan(other)]
    return not np.isnan(loss) and loss < min(others, default=np.inf)


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, flags, best = [], [], None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        flags.append(_improves(loss, losses))
        losses.append(loss)
        if flags[-1]:
            best = _snapshot(model)
        if len(flags) >= patience and not any(flags[-patience:]):
            break
    model.load_state_dict(best)
    return losses


# %% fit_early [tensorflow]
def _snapshot(model):
    return [tf.identity(tf.convert_to_tensor(w)).numpy() for w in model.weights]


def _improves(loss, losses):
    others = [other for other in losses if not np.isnan(other)]
    return not np.isnan(loss) and loss < min(others, default=np.inf)


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, flags, best = [], [], None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        flags.append(_improves(loss, losses))
        losses.append(loss)
        if flags[-1]:
            best = _snapshot(model)
        if len(flags) >= patience and not any(flags[-patience:]):
            break
    model.set_weights(best)
    return losses


# %% run_once
def _trained(setting, train, val, lr, max_epochs, patience):
    model = build_model(
        images.image_shape,
        images.num_classes,
        dropout=setting["dropout"],
        batch_norm=setting["batch_norm"],
    )
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    fit_early(model, optimizer, train, val, max_epochs=max_epochs, patience=patience)
    return model


def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    model = _trained(setting, train, val, lr, max_epochs, patience)
    on = {f"{name}_loss": mean_loss(model, cross_entropy, *pair)
          for name, pair in (("train", train), ("val", val))}
    return on | {"gap": on["val_loss"] - on["train_loss"]}


# %% verdict
def _in_pairs(first, second):
    rows = [(first[seed], second[seed]) for seed in first if seed in second]
    columns = np.array(rows, dtype=float).T
    return columns[0] - columns[1]


def _interval(values):
    n = len(values)
    half = student(df=n - 1).ppf(0.975) * np.sqrt(np.cov(values) / n)
    return values.mean() - half, values.mean() + half


def _word(low, high):
    if high < 0:
        return "lower"
    return "higher" if low > 0 else "no conclusion"


def verdict(first, second):
    values = _in_pairs(first, second)
    interval = _interval(values)
    return (values.mean(), *interval, _word(*interval))


# %% group_norm
def _averaging(channels, groups):
    """The matrix that puts the mean of its group in the place of each channel."""
    size = channels // groups
    return np.kron(np.eye(groups), np.full((size, size), 1 / size))


def group_norm(x, gamma, beta, groups, eps=1e-5):
    channels = x.shape[-1]
    if channels % groups > 0:
        raise ValueError(f"{channels} channels cannot be parted into {groups} groups")
    average = _averaging(channels, groups)
    mean = x.mean(axis=(1, 2)) @ average
    centered = x - mean[:, None, None, :]
    var = (centered**2).mean(axis=(1, 2)) @ average
    return gamma * centered / np.sqrt(var[:, None, None, :] + eps) + beta


# %% interaction
def _effects(losses, none):
    return {seed: loss - none[seed] for seed, loss in losses.items() if seed in none}


def interaction(none, a, b, both):
    one, other = _effects(a, none), _effects(b, none)
    together = _effects(both, none)
    common = [seed for seed in together if seed in one and seed in other]
    return {seed: together[seed] - one[seed] - other[seed] for seed in common}

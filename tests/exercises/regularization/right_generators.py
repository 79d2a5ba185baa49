# loses: nothing
# ruff: noqa
"""With generators."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ["l2", "l1"]:
        raise ValueError("kind should be 'l2' or 'l1'")

    def numbers():
        for w in weights:
            if w.ndim >= 2:
                yield from w.ravel().tolist()

    def slopes():
        for w in weights:
            if w.ndim >= 2:
                yield strength * 1.0 * (w if kind == "l2" else np.sign(w))
            else:
                yield np.zeros(w.shape)

    value = strength * sum(n * n / 2 if kind == "l2" else abs(n) for n in numbers())
    return value, list(slopes())


# %% dropout
def dropped_places(rate, count, rng):
    """Where numbers are dropped: the gaps between them have a geometric distribution."""
    place = -1
    while rate > 0:
        place += int(rng.geometric(rate))
        if place >= count:
            return
        yield place


def dropout(x, rate, training, rng):
    if not training:
        return x
    flat = x.flatten() / (1 - rate)
    for place in dropped_places(rate, flat.size, rng):
        flat[place] = 0
    return flat.reshape(x.shape)


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    def maps():
        for c in range(x.shape[3]):
            yield x[:, :, :, c]

    def results():
        for c, channel in enumerate(maps()):
            mean, var = running_mean[c], running_var[c]
            kept = mean, var
            if training:
                mean, var = channel.mean(), channel.var()
                kept = (
                    momentum * kept[0] + (1 - momentum) * mean,
                    momentum * kept[1] + (1 - momentum) * var,
                )
            yield gamma[c] * (channel - mean) / np.sqrt(var + eps) + beta[c], *kept

    y, means, variances = zip(*results(), strict=True)
    return np.stack(y, axis=-1), np.array(means), np.array(variances)


# %% adam_path
def weights_of_adam(w, gradients, lr, l2, decay, beta1, beta2, eps):
    m = v = np.zeros(np.shape(w))
    t = 0
    for gradient in gradients:
        t += 1
        g = gradient + l2 * w
        m = m + (1 - beta1) * (g - m)
        v = v + (1 - beta2) * (g * g - v)
        w = w - lr * (m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + decay * w)
        yield np.array(w)


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    l2 = 0.0 if decoupled else weight_decay
    return list(weights_of_adam(w, gradients, lr, l2, weight_decay - l2, beta1, beta2, eps))


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    def terms():
        for w in weights:
            if w.dim() >= 2:
                yield l1 * w.abs().sum()
                yield l2 * w.mul(w).sum().div(2)

    return sum(terms(), start=torch.tensor(0.0))


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    def terms():
        for w in weights:
            if len(w.shape) >= 2:
                yield l1 * tf.reduce_sum(tf.abs(w))
                yield l2 * tf.reduce_sum(tf.multiply(w, w)) / 2

    return sum(terms(), start=tf.constant(0.0))


# %% make_optimizer [pytorch]
def groups_of(model, weight_decay):
    for _, p in model.named_parameters():
        yield {"params": p, "weight_decay": weight_decay if len(p.shape) > 1 else 0}


def make_optimizer(model, lr, weight_decay):
    return torch.optim.AdamW(groups_of(model, weight_decay), lr)


# %% make_optimizer [tensorflow]
def weights_with_one_axis(model):
    for w in model.trainable_variables:
        if len(w.shape) == 1:
            yield w


def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_list=list(weights_with_one_axis(model)))
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    @torch.no_grad()
    def losses():
        model.eval()
        for part, labels in zip(x.split(batch_size), y.split(batch_size), strict=True):
            logits = model(part)
            for row, label in zip(logits.split(1), labels.split(1), strict=True):
                yield loss_fn(row, label).item()

    return np.mean(list(losses()))


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    def losses():
        for start in range(0, len(y), batch_size):
            logits = model(x[start : start + batch_size], training=False)
            for i in range(len(logits)):
                yield float(loss_fn(logits[i : i + 1], y[start + i : start + i + 1]))

    return np.mean(list(losses()))


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    def losses_of_training():
        while True:
            train_epoch(model, optimizer, *train)
            yield mean_loss(model, cross_entropy, *val)

    losses, improved, twin = [], 0, None
    for epoch, loss in zip(range(1, max_epochs + 1), losses_of_training()):
        if all(loss < other for other in losses if other == other) and loss == loss:
            improved, twin = epoch, copy.deepcopy(model)
        losses.append(loss)
        if epoch - improved == patience:
            break
    model.load_state_dict(twin.state_dict())
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    def losses_of_training():
        while True:
            train_epoch(model, optimizer, *train)
            yield mean_loss(model, cross_entropy, *val)

    losses, improved, kept = [], 0, None
    for epoch, loss in zip(range(1, max_epochs + 1), losses_of_training()):
        if all(loss < other for other in losses if other == other) and loss == loss:
            improved, kept = epoch, model.get_weights()
        losses.append(loss)
        if epoch - improved == patience:
            break
    model.set_weights(kept)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    def losses():
        set_seed(seed)
        model = build_model(
            images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
        )
        optimizer = make_optimizer(model, lr, setting["weight_decay"])
        fit_early(model, optimizer, train, val, max_epochs, patience)
        for x, y in (train, val):
            yield float(mean_loss(model, cross_entropy, x, y))

    train_loss, val_loss = losses()
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss - train_loss}


# %% verdict
import statistics


def verdict(first, second):
    def differences():
        for seed, loss in first.items():
            if seed in second:
                yield loss - second[seed]

    values = [float(d) for d in differences()]
    n = len(values)
    mean = statistics.fmean(values)
    half = student.isf(0.025, n - 1) * statistics.stdev(values) / n**0.5
    low, high = mean - half, mean + half
    return mean, low, high, next(
        word
        for holds, word in ((high < 0, "lower"), (low > 0, "higher"), (True, "no conclusion"))
        if holds
    )


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    channels = x.shape[3]
    if channels % groups:
        raise ValueError(f"{groups} does not divide {channels}")

    def blocks(image):
        for places in np.arange(channels).reshape(groups, -1):
            block = image[:, :, places]
            yield (block - block.mean()) / np.sqrt(block.var() + eps)

    images_of_y = (np.concatenate(list(blocks(image)), axis=-1) for image in x)
    return np.stack(list(images_of_y)) * gamma + beta


# %% interaction
def interaction(none, a, b, both):
    def found():
        for seed, loss in both.items():
            if seed in none and seed in a and seed in b:
                yield seed, loss - none[seed] - sum(d[seed] - none[seed] for d in (a, b))

    return dict(found())

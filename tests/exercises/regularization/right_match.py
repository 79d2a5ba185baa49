# loses: nothing
# ruff: noqa
"""With match statements."""


# %% penalty
def penalty(weights, strength, kind):
    match kind:
        case "l1":
            value_of, slope_of = (lambda w: abs(w).sum()), np.sign
        case "l2":
            value_of, slope_of = (lambda w: (w**2).sum() / 2), np.positive
        case _:
            raise ValueError(f"unknown kind: {kind}")
    value, gradients = 0.0, []
    for w in weights:
        match w.shape:
            case (_,):
                gradients.append(np.zeros(w.shape))
            case _:
                w = w.astype(float)
                value = value + strength * value_of(w)
                gradients.append(strength * slope_of(w))
    return value, gradients


# %% dropout
def dropout(x, rate, training, rng):
    match (bool(training), rate):
        case (False, _):
            return x
        case (True, 0):
            return x.astype(float)
        case _:
            mask = rng.random(size=x.shape) >= rate
            return mask * (x / (1 - rate))


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    match bool(training):
        case True:
            mean = x.mean(axis=0).mean(axis=0).mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=(0, 1, 2))
            new_mean = running_mean * momentum + mean * (1 - momentum)
            new_var = running_var * momentum + var * (1 - momentum)
        case False:
            mean, var = running_mean, running_var
            new_mean, new_var = mean, var
    y = gamma * (x - mean) * (var + eps) ** -0.5 + beta
    return y, new_mean, new_var


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, path = np.zeros(w.shape), np.zeros(w.shape), []
    for t, gradient in enumerate(gradients, start=1):
        match bool(decoupled):
            case True:
                g, off = gradient, lr * weight_decay * w
            case False:
                g, off = gradient + weight_decay * w, np.zeros(w.shape)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        w = np.array(w - lr * m_hat / (np.sqrt(v_hat) + eps) - off)
        path.append(w)
    return path


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    total = torch.tensor(0.0)
    for w in weights:
        match w.ndim:
            case 1:
                continue
            case _:
                total = total + l1 * torch.sum(torch.abs(w)) + l2 * torch.sum(w * w) * 0.5
    return total


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    total = tf.constant(0.0)
    for w in weights:
        match tuple(w.shape):
            case (_,):
                continue
            case _:
                total = total + l1 * keras.ops.sum(keras.ops.abs(w))
                total = total + l2 * keras.ops.sum(keras.ops.square(w)) * 0.5
    return total


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    groups = []
    for p in model.parameters():
        match p.ndim:
            case 0 | 1:
                groups.append({"params": [p], "weight_decay": 0.0})
            case _:
                groups.append({"params": [p], "weight_decay": weight_decay})
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    excluded = []
    for w in model.trainable_variables:
        match tuple(w.shape):
            case () | (_,):
                excluded.append(w)
    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_list=excluded)
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.train(False)
    total, start = 0.0, 0
    while start < len(y):
        with torch.no_grad():
            match len(y) - start:
                case rest if rest < batch_size:
                    share, stop = rest / len(y), len(y)
                case _:
                    share, stop = batch_size / len(y), start + batch_size
            total += share * loss_fn(model(x[start:stop]), y[start:stop]).item()
        start = stop
    return total


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total, start = 0.0, 0
    while start < len(y):
        match len(y) - start:
            case rest if rest < batch_size:
                share, stop = rest / len(y), len(y)
            case _:
                share, stop = batch_size / len(y), start + batch_size
        loss = loss_fn(model(x[start:stop], training=False), y[start:stop])
        total += share * loss.numpy().item()
        start = stop
    return total


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, left, best = [], patience, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        match best:
            case None if loss == loss:
                is_better = True
            case (lowest, _) if loss < lowest:
                is_better = True
            case _:
                is_better = False
        if is_better:
            best, left = (loss, copy.deepcopy(model.state_dict())), patience
        else:
            left -= 1
        if left == 0:
            break
    model.load_state_dict(best[1])
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, left, best = [], patience, None
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        match best:
            case None if loss == loss:
                is_better = True
            case (lowest, _) if loss < lowest:
                is_better = True
            case _:
                is_better = False
        if is_better:
            best, left = (loss, model.get_weights()), patience
        else:
            left -= 1
        if left == 0:
            break
    model.set_weights(best[1])
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    match setting:
        case {"dropout": rate, "batch_norm": has_norm, "weight_decay": decay}:
            model = build_model(
                images.image_shape, images.num_classes, dropout=rate, batch_norm=has_norm
            )
            optimizer = make_optimizer(model, lr, decay)
    fit_early(model, optimizer, train, val, max_epochs, patience)
    val_loss = mean_loss(model, cross_entropy, *val)
    train_loss = mean_loss(model, cross_entropy, *train)
    return {"train_loss": train_loss, "val_loss": val_loss, "gap": val_loss - train_loss}


# %% verdict
def verdict(first, second):
    d = [first[seed] - second[seed] for seed in first.keys() if seed in second.keys()]
    n = len(d)
    mean = sum(d) / n
    half = student.ppf(0.975, n - 1) * np.std(d, ddof=1) / np.sqrt(n)
    match (mean - half, mean + half):
        case (low, high) if low > 0:
            word = "higher"
        case (low, high) if high < 0:
            word = "lower"
        case (low, high):
            word = "no conclusion"
    return mean, low, high, word


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    match divmod(x.shape[-1], groups):
        case (size, 0):
            y = np.zeros_like(x, dtype=float)
        case _:
            raise ValueError("groups does not divide the number of channels")
    for place in np.ndindex(x.shape[0], groups):
        image, group = place
        where = np.s_[image, :, :, group * size : (group + 1) * size]
        y[where] = (x[where] - x[where].mean()) / (x[where].var() + eps) ** 0.5
    return gamma * y + beta


# %% interaction
def interaction(none, a, b, both):
    result = {}
    for seed in both:
        match [d.get(seed) for d in (none, a, b, both)]:
            case (None, _, _, _) | (_, None, _, _) | (_, _, None, _):
                continue
            case (zero, one, other, together):
                result[seed] = together - zero - (one - zero) - (other - zero)
    return result

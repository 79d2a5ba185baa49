# loses: nothing
# ruff: noqa
"""Everything in plain loops."""


# %% penalty
def penalty(weights, strength, kind):
    if kind != "l2" and kind != "l1":
        raise ValueError(f"unknown penalty {kind!r}")
    value = 0.0
    gradients = []
    for w in weights:
        gradient = np.zeros(w.shape)
        if w.ndim >= 2:
            for place in np.ndindex(*w.shape):
                number = float(w[place])
                if kind == "l2":
                    value += strength / 2 * number * number
                    gradient[place] = strength * number
                else:
                    value += strength * abs(number)
                    if number > 0:
                        gradient[place] = strength
                    elif number < 0:
                        gradient[place] = -strength
        gradients.append(gradient)
    return value, gradients


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    result = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        if rng.random() >= rate:
            result[place] = x[place] / (1 - rate)
    return result


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    batch, height, width, channels = x.shape
    y = np.zeros(x.shape)
    new_mean, new_var = running_mean.copy(), running_var.copy()
    for c in range(channels):
        if training:
            total = 0.0
            for i in range(batch):
                total += float(np.sum(x[i, :, :, c], dtype=float))
            mean = total / (batch * height * width)
            squares = 0.0
            for i in range(batch):
                squares += float(np.sum((x[i, :, :, c] - mean) ** 2))
            var = squares / (batch * height * width)
            new_mean[c] = momentum * running_mean[c] + (1 - momentum) * mean
            new_var[c] = momentum * running_var[c] + (1 - momentum) * var
        else:
            mean, var = running_mean[c], running_var[c]
        y[..., c] = gamma[c] * (x[..., c] - mean) / np.sqrt(var + eps) + beta[c]
    return y, new_mean, new_var


# %% adam_path
def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    path = []
    now = np.array(w, dtype=float)
    m = np.zeros(now.shape)
    v = np.zeros(now.shape)
    for index in range(len(gradients)):
        t = index + 1
        g = gradients[index]
        if not decoupled:
            g = g + weight_decay * now
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        if decoupled:
            step = step + lr * weight_decay * now
        now = np.array(now - step)
        path.append(now.copy())
    return path


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    total = 0.0
    for w in weights:
        if w.ndim >= 2:
            total = total + l1 * w.abs().sum() + l2 / 2 * (w**2).sum()
    return total


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    total = 0.0
    for w in weights:
        if len(w.shape) >= 2:
            total = total + l1 * tf.reduce_sum(tf.abs(w)) + l2 / 2 * tf.reduce_sum(w**2)
    return total


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels, others = [], []
    for p in model.parameters():
        if p.ndim >= 2:
            kernels.append(p)
        else:
            others.append(p)
    groups = [
        {"params": kernels, "weight_decay": weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    others = []
    for w in model.trainable_variables:
        if len(w.shape) < 2:
            others.append(w)
    optimizer.exclude_from_weight_decay(var_list=others)
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(y), batch_size):
            x_batch = x[start : start + batch_size]
            y_batch = y[start : start + batch_size]
            total += loss_fn(model(x_batch), y_batch).item() * len(y_batch)
    return total / len(y)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    total = 0.0
    for start in range(0, len(y), batch_size):
        x_batch = x[start : start + batch_size]
        y_batch = y[start : start + batch_size]
        total += float(loss_fn(model(x_batch, training=False), y_batch)) * len(y_batch)
    return total / len(y)


# %% fit_early [pytorch]
import copy


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses = []
    best, best_state = None, copy.deepcopy(model.state_dict())
    waited = 0
    for epoch in range(max_epochs):
        train_epoch(model, optimizer, train[0], train[1])
        loss = mean_loss(model, cross_entropy, val[0], val[1])
        losses.append(loss)
        if not np.isnan(loss) and (best is None or loss < best):
            best = loss
            best_state = copy.deepcopy(model.state_dict())
            waited = 0
        else:
            waited += 1
            if waited == patience:
                break
    model.load_state_dict(best_state)
    return losses


# %% fit_early [tensorflow]
def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses = []
    best, best_state = None, None
    waited = 0
    for epoch in range(max_epochs):
        train_epoch(model, optimizer, train[0], train[1])
        loss = mean_loss(model, cross_entropy, val[0], val[1])
        losses.append(loss)
        if not np.isnan(loss) and (best is None or loss < best):
            best = loss
            best_state = model.get_weights()
            waited = 0
        else:
            waited += 1
            if waited == patience:
                break
    model.set_weights(best_state)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    model = build_model(
        images.image_shape, images.num_classes, setting["dropout"], setting["batch_norm"]
    )
    optimizer = make_optimizer(model, lr, setting["weight_decay"])
    fit_early(model, optimizer, train, val, max_epochs, patience)
    x, y = train
    train_loss = mean_loss(model, cross_entropy, x, y)
    x, y = val
    val_loss = mean_loss(model, cross_entropy, x, y)
    result = {}
    result["train_loss"] = train_loss
    result["val_loss"] = val_loss
    result["gap"] = val_loss - train_loss
    return result


# %% verdict
def verdict(first, second):
    differences = []
    for seed in first:
        if seed in second:
            differences.append(first[seed] - second[seed])
    n = len(differences)
    mean = 0.0
    for d in differences:
        mean += d / n
    squares = 0.0
    for d in differences:
        squares += (d - mean) ** 2
    half = student.ppf(0.975, n - 1) * (squares / (n - 1)) ** 0.5 / n**0.5
    low, high = mean - half, mean + half
    word = "no conclusion"
    if high < 0:
        word = "lower"
    elif low > 0:
        word = "higher"
    return mean, low, high, word


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    if channels % groups != 0:
        raise ValueError("the groups must be of the same size")
    size = channels // groups
    y = np.zeros(x.shape)
    for i in range(batch):
        for g in range(groups):
            start, stop = g * size, (g + 1) * size
            part = x[i, :, :, start:stop]
            mean, var = part.mean(), part.var()
            for c in range(start, stop):
                y[i, :, :, c] = gamma[c] * (x[i, :, :, c] - mean) / np.sqrt(var + eps) + beta[c]
    return y


# %% interaction
def interaction(none, a, b, both):
    found = {}
    for seed in none:
        if seed in a and seed in b and seed in both:
            effect_a = a[seed] - none[seed]
            effect_b = b[seed] - none[seed]
            found[seed] = (both[seed] - none[seed]) - (effect_a + effect_b)
    return found

# loses: nothing
# ruff: noqa
"""As much as possible from the libraries."""


# %% penalty
def penalty(weights, strength, kind):
    if kind == "l1":
        norms = [np.linalg.norm(np.ravel(w), 1) for w in weights if np.ndim(w) > 1]
        value = strength * float(np.sum(norms))
    elif kind == "l2":
        norms = [np.linalg.norm(w) for w in weights if np.ndim(w) > 1]
        value = strength / 2 * float(np.sum(np.square(norms)))
    else:
        raise ValueError(f"no penalty {kind}")
    gradients = []
    for w in weights:
        slope = np.sign(w) if kind == "l1" else np.array(w)
        is_kernel = 1.0 if np.ndim(w) > 1 else 0.0
        gradients.append(np.multiply(slope, strength * is_kernel, dtype=np.float64))
    return value, gradients


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    return x * rng.binomial(1, 1 - rate, size=x.shape) / (1 - rate)


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if not training:
        y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
        return y, running_mean.copy(), running_var.copy()
    mu = np.mean(x, axis=(0, 1, 2), keepdims=True)
    var = np.var(x, axis=(0, 1, 2), keepdims=True, ddof=0)
    y = gamma * (x - mu) / np.sqrt(var + eps) + beta
    shares = [momentum, 1 - momentum]
    kept = [
        np.average([old, new.ravel()], axis=0, weights=shares)
        for old, new in ((running_mean, mu), (running_var, var))
    ]
    return y, kept[0], kept[1]


# %% adam_path
from itertools import accumulate


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    def step(state, gradient):
        w, m, v, t = state
        g = gradient if decoupled else gradient + weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * np.power(g, 2)
        ratio = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        decay = weight_decay * w if decoupled else 0
        return np.array(w - lr * ratio - lr * decay), m, v, t + 1

    states = accumulate(gradients, step, initial=(w, 0.0, 0.0, 1))
    return [state[0] for state in states][1:]


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if w.ndim > 1]
    nothing = [torch.zeros_like(k) for k in kernels]
    pairs = list(zip(kernels, nothing, strict=True))
    one = sum(nn.functional.l1_loss(k, z, reduction="sum") for k, z in pairs)
    two = sum(nn.functional.mse_loss(k, z, reduction="sum") for k, z in pairs)
    return l1 * one + l2 / 2 * two


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if len(w.shape) > 1]
    halves = tf.add_n([tf.nn.l2_loss(w) for w in kernels])
    one = keras.regularizers.L1(l1)
    return tf.add_n([one(w) for w in kernels]) + l2 * halves


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    groups = {True: [], False: []}
    for parameter in model.parameters():
        groups[parameter.ndim > 1].append(parameter)
    return torch.optim.AdamW(
        [
            {"params": groups[True], "weight_decay": weight_decay},
            {"params": groups[False], "weight_decay": 0.0},
        ],
        lr=lr,
        betas=(0.9, 0.999),
        eps=1e-8,
        foreach=False,
    )


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.Adam(
        learning_rate=lr, weight_decay=weight_decay, beta_1=0.9, beta_2=0.999, epsilon=1e-8
    )
    optimizer.exclude_from_weight_decay(
        var_list=[w for w in model.trainable_weights if len(w.shape) == 1]
    )
    return optimizer


# %% mean_loss [pytorch]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    dataset = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(dataset, batch_size=batch_size, shuffle=False)
    losses, sizes = [], []
    model.eval()
    with torch.no_grad():
        for images_of_batch, labels in loader:
            losses.append(loss_fn(model(images_of_batch), labels).item())
            sizes.append(len(labels))
    return np.average(losses, weights=sizes)


# %% mean_loss [tensorflow]
def mean_loss(model, loss_fn, x, y, batch_size=100):
    losses, sizes = [], []
    for images_of_batch, labels in tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size):
        losses.append(loss_fn(model(images_of_batch, training=False), labels).numpy())
        sizes.append(len(labels))
    return np.average(losses, weights=sizes)


# %% fit_early [pytorch]
import io


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, waited, best = [], 0, float("inf")
    for _ in range(max_epochs):
        train_epoch(model, optimizer, *train)
        loss = mean_loss(model, cross_entropy, *val)
        losses.append(loss)
        waited += 1
        if loss < best:
            best, waited, file = loss, 0, io.BytesIO()
            torch.save(model.state_dict(), file)
        if waited >= patience:
            break
    file.seek(0)
    model.load_state_dict(torch.load(file))
    return losses


# %% fit_early [tensorflow]
import tempfile
from pathlib import Path


def fit_early(model, optimizer, train, val, max_epochs, patience):
    losses, waited, best = [], 0, float("inf")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "best.weights.h5"
        for _ in range(max_epochs):
            train_epoch(model, optimizer, *train)
            loss = mean_loss(model, cross_entropy, *val)
            losses.append(loss)
            waited += 1
            if loss < best:
                best, waited = loss, 0
                model.save_weights(path, overwrite=True)
            if waited >= patience:
                break
        model.load_weights(path)
    return losses


# %% run_once
def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    model = build_model(
        image_shape=images.image_shape,
        num_classes=images.num_classes,
        dropout=setting["dropout"],
        batch_norm=setting["batch_norm"],
    )
    optimizer = make_optimizer(model=model, lr=lr, weight_decay=setting["weight_decay"])
    fit_early(
        model=model,
        optimizer=optimizer,
        train=train,
        val=val,
        max_epochs=max_epochs,
        patience=patience,
    )
    result = {
        "train_loss": mean_loss(model=model, loss_fn=cross_entropy, x=train[0], y=train[1]),
        "val_loss": mean_loss(model=model, loss_fn=cross_entropy, x=val[0], y=val[1]),
    }
    result["gap"] = result["val_loss"] - result["train_loss"]
    return result


# %% verdict
from scipy.stats import sem


def verdict(first, second):
    differences = [first[s] - second[s] for s in set(first).intersection(second)]
    mean = np.mean(differences)
    low, high = mean + sem(differences) * np.array(student.interval(0.95, len(differences) - 1))
    if low > 0:
        word = "higher"
    elif high < 0:
        word = "lower"
    else:
        word = "no conclusion"
    return float(mean), float(low), float(high), word


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    normalized = []
    for part in np.split(x, groups, axis=3):  # a ValueError by itself if it does not divide
        mean = np.mean(part, axis=(1, 2, 3), keepdims=True)
        deviation = np.sqrt(np.var(part, axis=(1, 2, 3), keepdims=True) + eps)
        normalized.append((part - mean) / deviation)
    return gamma * np.concatenate(normalized, axis=3) + beta


# %% interaction
def interaction(none, a, b, both):
    seeds = set(none).intersection(a, b, both)
    return {seed: np.sum([none[seed], -a[seed], -b[seed], both[seed]]) for seed in seeds}

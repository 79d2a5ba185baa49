# ruff: noqa
# loses: nothing
# Everything as the formulas of the text say it, with arrays.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    v = mu * memory.get("v", 0.0) + np.asarray(g, dtype=float)
    memory["v"] = v
    return g + mu * v if nesterov else v.copy()


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    memory["s"] = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    return g / np.sqrt(memory["s"] + eps)


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(g, dtype=float)
    memory["m"] = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
    memory["s"] = beta2 * memory.get("s", 0.0) + (1 - beta2) * g**2
    m_hat = memory["m"] / (1 - beta1**t)
    s_hat = memory["s"] / (1 - beta2**t)
    return m_hat / (np.sqrt(s_hat) + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = model.parameters()
    if name == "momentum":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    if name == "adamw":
        return torch.optim.AdamW(weights, lr=lr, betas=(0.9, 0.999), weight_decay=weight_decay)
    raise ValueError(name)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum":
        return keras.optimizers.SGD(lr, momentum=0.9)
    if name == "nesterov":
        return keras.optimizers.SGD(lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(lr, rho=0.9)
    if name == "adamw":
        return keras.optimizers.AdamW(lr, weight_decay=weight_decay, beta_1=0.9, beta_2=0.999)
    raise ValueError(name)


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = limit / norm if norm > limit else 1.0
    return [factor * g for g in gradients], norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit, use_norm=norm)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step < num_warmup:
        return (step + 1) / num_warmup
    if step >= num_steps:
        return 0.0
    p = (step - num_warmup) / (num_steps - num_warmup)
    return (1 + np.cos(np.pi * p)) / 2


# %% range_test
def range_test(take_step, low, high, num_steps):
    factor = (high / low) ** (1 / (num_steps - 1))
    rates, losses = [], []
    for i in range(num_steps):
        rates.append(low * factor**i)
        losses.append(take_step(rates[-1]))
        if not losses[-1] < 2 * losses[0]:
            break
    return rates, losses


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({len(of_name) for of_name in rates.values()}) > 1:
        raise ValueError("each optimizer needs the same number of rates")
    if set(tuning_seeds) & set(fresh_seeds):
        raise ValueError("a fresh seed was used for tuning")
    outcome = {}
    for name, of_name in rates.items():
        means = {}
        for lr in of_name:
            losses = [run(name, lr, seed) for seed in tuning_seeds]
            if np.all(np.isfinite(losses)):
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, {seed: run(name, best, seed) for seed in fresh_seeds})
    return outcome


# %% paired_verdict
def paired_verdict(first, second):
    differences = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(differences)
    mean = differences.mean()
    half = student.ppf(0.975, n - 1) * differences.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        verdict = "lower"
    elif low > 0:
        verdict = "higher"
    else:
        verdict = "no conclusion"
    return mean, low, high, verdict


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    best, lowest = None, np.inf
    for i in range(window - 1, len(losses)):
        recent = losses[i - window + 1 : i + 1]
        if np.all(np.isfinite(recent)) and (best is None or np.mean(recent) < lowest):
            best, lowest = i, np.mean(recent)
    return rates[best] / 3


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    return np.mean([min(draw) for draw in combinations(losses, num_tries)])

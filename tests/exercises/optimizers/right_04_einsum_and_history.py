# ruff: noqa
# loses: nothing
# The memory keeps all gradients, and the sums over them are weighted anew at each step, by einsum.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    history = memory.setdefault("gradients", [])
    history.append(np.array(g, dtype=float))
    weights = np.power(float(mu), np.arange(len(history))[::-1])
    v = np.einsum("t,t...->...", weights, np.stack(history))
    return history[-1] + mu * v if nesterov else v


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    history = memory.setdefault("gradients", [])
    history.append(np.array(g, dtype=float))
    all_g = np.stack(history)
    shares = (1 - rho) * np.power(rho, np.arange(len(history))[::-1], dtype=float)
    return all_g[-1] / np.sqrt(np.einsum("t,t...,t...->...", shares, all_g, all_g) + eps)


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    memory[t] = np.array(g, dtype=float)
    past = np.stack([memory[i] for i in range(1, t + 1)])

    def mean(values, beta):
        weights = float(beta) ** np.arange(t)[::-1]
        return np.einsum("t,t...->...", weights / weights.sum(), values)

    return mean(past, beta1) / (np.sqrt(mean(past**2, beta2)) + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    path = np.empty((num_steps + 1, len(start)))
    path[0] = start
    memory = {}
    for t in range(num_steps):
        terms = np.stack([path[t], rule(gradient_at(path[t].copy()), memory, t + 1), path[t]])
        path[t + 1] = np.einsum("a,an->n", [1.0, -lr, -lr * decay], terms)
    return path


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    kinds = {
        "momentum": ("SGD", {"momentum": 0.9}),
        "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
        "rmsprop": ("RMSprop", {"alpha": 0.9}),
        "adamw": ("AdamW", {"weight_decay": weight_decay}),
    }
    kind, settings = kinds[name]
    return getattr(torch.optim, kind)(model.parameters(), lr=lr, **settings)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    kinds = {
        "momentum": ("SGD", {"momentum": 0.9}),
        "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
        "rmsprop": ("RMSprop", {"rho": 0.9}),
        "adamw": ("AdamW", {"weight_decay": weight_decay}),
    }
    kind, settings = kinds[name]
    return getattr(keras.optimizers, kind)(learning_rate=lr, **settings)


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    flat = np.concatenate([np.ravel(g) for g in gradients])
    norm = np.sqrt(np.einsum("i,i->", flat, flat))
    factor = np.minimum(1.0, limit / norm) if norm > 0 else 1.0
    return [np.einsum("...,->...", g, factor) for g in gradients], norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    weights = [p for p in model.parameters() if p.requires_grad]
    loss = loss_fn(model(x), y)
    gradients = torch.autograd.grad(loss, weights, allow_unused=True)
    flat = torch.cat([g.flatten() for g in gradients if g is not None])
    norm = torch.einsum("i,i->", flat, flat).sqrt()
    factor = 1.0 if limit is None or norm <= limit else limit / norm
    for weight, gradient in zip(weights, gradients):
        weight.grad = None if gradient is None else gradient * factor
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    weights = model.trainable_variables
    gradients = tape.gradient(loss, weights)
    flat = tf.concat([tf.reshape(g, [-1]) for g in gradients], axis=0)
    norm = float(tf.sqrt(tf.einsum("i,i->", flat, flat)))
    if limit is not None and norm > limit:
        parts = tf.split(flat * (limit / norm), [tf.size(g) for g in gradients])
        gradients = [tf.reshape(part, g.shape) for part, g in zip(parts, gradients)]
    optimizer.learning_rate.assign(lr)
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), norm


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    i = np.arange(num_steps)
    rise = (i[:num_warmup] + 1) / max(num_warmup, 1)
    p = (i[num_warmup:] - num_warmup) / (num_steps - num_warmup)
    factors = np.concatenate([rise, (1 + np.cos(np.pi * p)) / 2, [0.0]])
    return factors[min(step, num_steps)]


# %% range_test
def range_test(take_step, low, high, num_steps):
    rates = np.exp(np.linspace(np.log(low), np.log(high), num_steps))
    losses = np.full(num_steps, np.nan)
    for i, lr in enumerate(rates):
        losses[i] = take_step(float(lr))
        if losses[i] >= 2 * losses[0] or np.isnan(losses[i]):
            break
    return rates[: i + 1], losses[: i + 1]


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len(set(map(len, rates.values()))) > 1:
        raise ValueError("different numbers of rates")
    if np.isin(fresh_seeds, tuning_seeds).any():
        raise ValueError("fresh seeds that are none")
    losses = np.array(
        [[[run(name, lr, s) for s in tuning_seeds] for lr in rates[name]] for name in rates],
        dtype=float,
    )
    weights = np.full(len(tuning_seeds), 1 / len(tuning_seeds))
    means = np.einsum("nrs,s->nr", losses, weights)
    means[~np.isfinite(losses).all(axis=2)] = np.inf
    chosen = {name: rates[name][i] for name, i in zip(rates, means.argmin(axis=1))}
    return {name: (lr, {s: run(name, lr, s) for s in fresh_seeds}) for name, lr in chosen.items()}


# %% paired_verdict
def paired_verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    pairs = np.array([[first[seed], second[seed]] for seed in seeds], dtype=float)
    d = np.einsum("sp,p->s", pairs, [1.0, -1.0])
    n = d.size
    mean = d.sum() / n
    s = np.sqrt(np.einsum("s,s->", d - mean, d - mean) / (n - 1))
    low, high = mean + np.array([-1, 1]) * student.ppf(0.975, n - 1) * s / np.sqrt(n)
    signs = {(-1, -1): "lower", (1, 1): "higher"}
    verdict = signs.get((int(np.sign(low)), int(np.sign(high))), "no conclusion")
    return mean, low, high, verdict


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(losses, float), window)
    means = np.einsum("iw->i", windows) / window
    means = np.where(np.isfinite(windows).all(axis=1), means, np.inf)
    return rates[window - 1 :][np.argmin(means)] / 3


# %% expected_best
def expected_best(losses, num_tries):
    n = len(losses)
    masks = (np.arange(2**n)[:, np.newaxis] >> np.arange(n)) & 1
    masks = masks[np.einsum("mi->m", masks) == num_tries]
    lowest = np.where(masks, np.asarray(losses, dtype=float), np.inf).min(axis=1)
    return np.einsum("m->", lowest) / len(masks)

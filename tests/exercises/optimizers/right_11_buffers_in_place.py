# ruff: noqa
# loses: nothing
# Memory is changed in place, as in a real optimizer; what is returned is a copy.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    if "v" not in memory:
        memory["v"] = np.zeros(np.shape(g), dtype=np.float64)
    v = memory["v"]
    v *= mu
    v += g
    direction = np.array(v)
    if nesterov:
        direction *= mu
        direction += g
    return direction


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.array(g, dtype=np.float64, copy=True)
    s = memory.setdefault("s", np.zeros_like(g))
    s[...] = rho * s + (1 - rho) * np.square(g)
    out = np.empty_like(g)
    np.sqrt(s + eps, out=out)
    np.divide(g, out, out=out)
    return out


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.array(g, dtype=np.float64, copy=True)
    if memory == {}:
        memory["ms"] = np.zeros((2, *g.shape))
    m, s = memory["ms"][:1], memory["ms"][1:]
    m += (1 - beta1) * (g - m)
    s += (1 - beta2) * (g**2 - s)
    m_hat, s_hat = m[0] / (1 - beta1**t), s[0] / (1 - beta2**t)
    return m_hat / (np.sqrt(s_hat) + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=np.float64, copy=True)
    path = np.empty((num_steps + 1, w.size))
    path[0] = w
    memory = {}
    for t, row in enumerate(path[1:], start=1):
        step = np.array(rule(gradient_at(w.copy()), memory, t), dtype=np.float64, copy=True)
        step += decay * w
        step *= lr
        w -= step
        row[:] = w
    return path


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "rmsprop":
        optimizer = torch.optim.RMSprop(model.parameters())
        change = {"alpha": 0.9}
    elif name == "adamw":
        optimizer = torch.optim.AdamW(model.parameters())
        change = {"weight_decay": weight_decay}
    else:
        optimizer = torch.optim.SGD(model.parameters())
        change = {"momentum": 0.9, "nesterov": name == "nesterov"}
    for group in optimizer.param_groups:
        group.update(change, lr=lr)
    return optimizer


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "rmsprop":
        optimizer = keras.optimizers.RMSprop()
        optimizer.rho = 0.9
    elif name == "adamw":
        optimizer = keras.optimizers.AdamW()
        optimizer.weight_decay = weight_decay
    else:
        optimizer = keras.optimizers.SGD(momentum=0.9)
        optimizer.nesterov = name == "nesterov"
    optimizer.learning_rate = lr
    return optimizer


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    clipped = [np.array(g, copy=True) for g in gradients]
    norm = np.sqrt(np.sum([np.sum(np.multiply(g, g)) for g in clipped]))
    if norm > limit:
        for g in clipped:
            g *= limit / norm
    return clipped, norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    """The gradient of a share of the loss is what clipping makes of the gradient."""
    model.train()
    weights = [w for w in model.parameters() if w.requires_grad]
    loss = loss_fn(model(x), y)
    gradients = torch.autograd.grad(loss, weights, retain_graph=True, allow_unused=True)
    norm = torch.stack([g.norm() for g in gradients if g is not None]).norm().item()
    share = 1.0 if limit is None or norm <= limit else limit / norm
    optimizer.zero_grad()
    (loss * share).backward()
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    """The gradient of a share of the loss is what clipping makes of the gradient."""
    weights = model.trainable_variables
    with tf.GradientTape(persistent=True) as tape:
        loss = loss_fn(model(x, training=True), y)
    norm = tf.linalg.global_norm(tape.gradient(loss, weights))
    share = tf.constant(1.0)
    if limit is not None and norm > limit:
        share = limit / norm
    gradients = tape.gradient(loss, weights, output_gradients=share)
    del tape
    optimizer.learning_rate.assign(lr)
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    factors = np.zeros(max(num_steps, step + 1))
    i = np.arange(num_steps)
    warm = i < num_warmup
    factors[:num_steps][warm] = (i[warm] + 1) / (num_warmup or 1)
    angle = np.pi * (i[~warm] - num_warmup) / (num_steps - num_warmup)
    factors[:num_steps][~warm] = (1 + np.cos(angle)) / 2
    return float(factors[step])


# %% range_test
def range_test(take_step, low, high, num_steps):
    results = np.empty((2, num_steps))
    results[0] = np.logspace(np.log10(low), np.log10(high), num_steps)
    taken = 0
    while taken < num_steps:
        results[1, taken] = take_step(float(results[0, taken]))
        taken += 1
        if not results[1, taken - 1] < 2 * results[1, 0]:
            break
    return results[0, :taken].copy(), results[1, :taken].copy()


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    names = list(rates)
    for name in names[1:]:
        if len(rates[name]) != len(rates[names[0]]):
            raise ValueError(f"{name}: another number of rates than {names[0]}")
    used = set(tuning_seeds)
    used.intersection_update(fresh_seeds)
    if used:
        raise ValueError(f"not fresh: {used}")
    outcome = {}
    for name in names:
        means = np.empty(len(rates[name]))
        for i, lr in enumerate(rates[name]):
            losses = np.empty(len(tuning_seeds))
            for j, seed in enumerate(tuning_seeds):
                losses[j] = run(name, lr, seed)
            losses[~np.isfinite(losses)] = np.inf
            means[i] = np.mean(losses)
        lr = rates[name][int(np.argsort(means, kind="stable")[0])]
        outcome[name] = (lr, {})
        for seed in fresh_seeds:
            outcome[name][1][seed] = run(name, lr, seed)
    return outcome


# %% paired_verdict
def paired_verdict(first, second):
    mean, squares, n = 0.0, 0.0, 0
    for seed in first:  # Welford's running mean and sum of squares
        if seed not in second:
            continue
        n += 1
        d = first[seed] - second[seed]
        off = d - mean
        mean += off / n
        squares += off * (d - mean)
    half = student.ppf(0.975, n - 1) * (squares / (n - 1) / n) ** 0.5
    low, high = mean - half, mean + half
    if low <= 0 and high >= 0:
        return mean, low, high, "no conclusion"
    return mean, low, high, "higher" if low > 0 else "lower"


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.array(losses, dtype=np.float64)
    sums = np.zeros(len(losses) - window + 1)
    for i in range(window):
        sums += losses[i : i + len(sums)]
    sums[~np.isfinite(sums)] = np.inf
    return rates[int(sums.argmin()) + window - 1] / 3


# %% expected_best
def expected_best(losses, num_tries):
    draw = list(range(num_tries))
    n = len(losses)
    total, number = 0.0, 0
    while True:
        total += min(losses[i] for i in draw)
        number += 1
        place = num_tries - 1
        while place >= 0 and draw[place] == n - num_tries + place:
            place -= 1
        if place < 0:
            return total / number
        draw[place] += 1
        for later in range(place + 1, num_tries):
            draw[later] = draw[later - 1] + 1

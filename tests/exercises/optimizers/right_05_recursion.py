# ruff: noqa
# loses: nothing
# No loops: functions that call themselves.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    memory[len(memory)] = 1.0 * np.array(g)

    def velocity(i):
        return memory[i] + (mu * velocity(i - 1) if i else 0)

    def direction(v):
        return 1.0 * np.array(g) + mu * v if nesterov else v + 0.0

    return direction(velocity(len(memory) - 1))


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.array(g, dtype=float)
    memory["squares"] = [*memory.get("squares", []), g**2]

    def mean_square(squares):
        if not squares:
            return 0.0
        *before, last = squares
        return rho * mean_square(before) + (1 - rho) * last

    return g * (mean_square(memory["squares"]) + eps) ** -0.5


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    memory["history"] = (np.array(g, dtype=float), memory.get("history"))

    def mean(history, beta, power):
        if history is None:
            return 0.0
        last, before = history
        return beta * mean(before, beta, power) + (1 - beta) * last**power

    m = mean(memory["history"], beta1, 1) / (1 - beta1**t)
    s = mean(memory["history"], beta2, 2) / (1 - beta2**t)
    return m / (s**0.5 + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0, _memory=None, _t=1):
    w = np.array(start, dtype=float)
    if num_steps == 0:
        return w[np.newaxis]
    memory = {} if _memory is None else _memory
    after = w - lr * (rule(gradient_at(w), memory, _t) + decay * w)
    rest = walk(rule, gradient_at, after, lr, num_steps - 1, decay, memory, _t + 1)
    return np.vstack([w, rest])


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "nesterov":
        optimizer = make_optimizer("momentum", model, lr)
        for group in optimizer.param_groups:
            group["nesterov"] = True
        return optimizer
    if name == "momentum":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    if name == "rmsprop":
        return torch.optim.RMSprop(model.parameters(), lr=lr, alpha=0.9)
    kernels = [p for p in model.parameters() if p.ndim > 1]
    biases = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}]
    if biases:
        groups.append({"params": biases, "weight_decay": 0.0})
    return torch.optim.AdamW([group for group in groups if group["params"]], lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "nesterov":
        optimizer = make_optimizer("momentum", model, lr)
        optimizer.nesterov = True
        return optimizer
    if name == "momentum":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    def squares(rest):
        return float(np.sum(rest[0] ** 2)) + squares(rest[1:]) if rest else 0.0

    norm = squares(gradients) ** 0.5
    if norm <= limit:
        return [g.copy() for g in gradients], norm
    return [g * (limit / norm) for g in gradients], norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    def squares(module):
        own = [p.grad for p in module.parameters(recurse=False) if p.grad is not None]
        return sum(float(g.square().sum()) for g in own) + sum(map(squares, module.children()))

    model.zero_grad()
    loss = loss_fn(model.train()(x), y)
    loss.backward()
    norm = squares(model) ** 0.5
    if limit is not None:
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=limit)
    for group in optimizer.param_groups:
        group["lr"] = float(lr)
    optimizer.step()
    return loss.item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    def squares(gradients):
        if not gradients:
            return 0.0
        return float(tf.reduce_sum(gradients[0] ** 2)) + squares(gradients[1:])

    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_weights)
    norm = squares(gradients) ** 0.5
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit)
    optimizer.learning_rate = float(lr)
    optimizer.apply_gradients(zip(gradients, model.trainable_weights))
    return float(loss), norm


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if num_warmup == 0:
        half_turn = np.pi * min(step, num_steps) / num_steps
        return 0.5 + 0.5 * np.cos(half_turn)
    if step < num_warmup:
        return (step + 1) / num_warmup
    return warmup_cosine(step - num_warmup, num_steps - num_warmup)


# %% range_test
def range_test(take_step, low, high, num_steps):
    def from_step(i, first):
        if i == num_steps:
            return [], []
        lr = low ** (1 - i / (num_steps - 1)) * high ** (i / (num_steps - 1))
        loss = take_step(lr)
        first = loss if first is None else first
        rates, losses = from_step(i + 1, first) if loss < 2 * first else ([], [])
        return [lr, *rates], [loss, *losses]

    return from_step(0, None)


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    def check(names):
        if len(names) > 1:
            if len(rates[names[0]]) != len(rates[names[1]]):
                raise ValueError(f"{names[0]} and {names[1]} have unequal budgets")
            check(names[1:])

    def fresh(seeds):
        if seeds:
            if seeds[0] in tuning_seeds:
                raise ValueError(f"seed {seeds[0]} was seen")
            fresh(seeds[1:])

    def mean(name, lr):
        losses = [run(name, lr, seed) for seed in tuning_seeds]
        return sum(losses) / len(losses) if np.isfinite(losses).all() else float("inf")

    def best(name, left):
        if len(left) == 1:
            return mean(name, left[0]), left[0]
        here, there = (mean(name, left[0]), left[0]), best(name, left[1:])
        return here if here[0] <= there[0] else there

    def one(name):
        _, lr = best(name, list(rates[name]))
        return lr, {seed: run(name, lr, seed) for seed in fresh_seeds}

    check(list(rates))
    fresh(list(fresh_seeds))
    return {name: one(name) for name in rates}


# %% paired_verdict
def paired_verdict(first, second):
    def paired(seeds):
        if not seeds:
            return []
        head, *tail = seeds
        return ([first[head] - second[head]] if head in second else []) + paired(tail)

    differences = paired(list(first))
    n, mean = len(differences), np.mean(differences)
    half = student.isf(0.025, n - 1) * np.std(differences, ddof=1) / np.sqrt(n)
    verdicts = {True: "lower" if mean < 0 else "higher", False: "no conclusion"}
    return mean, mean - half, mean + half, verdicts[bool(abs(mean) > half)]


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    def best(end):
        mean = float(np.mean(losses[end - window : end]))
        here = (mean if np.isfinite(mean) else np.inf, end - 1)
        return min(here, best(end + 1)) if end < len(losses) else here

    return rates[best(window)[1]] / 3


# %% expected_best
def expected_best(losses, num_tries):
    """The lowest one is drawn with probability k / n; otherwise the rest decides."""

    def expected(left, k):
        n = len(left)
        if k == n:
            return left[0]
        return k / n * left[0] + (n - k) / n * expected(left[1:], k)

    return expected(sorted(losses), num_tries)

# ruff: noqa
# loses: nothing
# As short as can be, and some detours: hooks, compiled steps, updates written out.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = g + 0.0
    memory[0] = v = mu * memory.get(0, 0.0) + g
    return [v + 0.0, g + mu * v][bool(nesterov)]


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    memory[0] = rho * memory.get(0, 0.0) + (1 - rho) * (g / 1.0) ** 2
    return g / (memory[0] + eps) ** 0.5


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    m, s = memory.get(0, (0.0, 0.0))
    memory[0] = m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * (g / 1.0) ** 2
    root = (1 - beta2**t) ** 0.5
    return root / (1 - beta1**t) * m / (s**0.5 + eps * root)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    path, memory = [np.multiply(start, 1.0)], {}
    for t in range(num_steps):
        path += [(1 - lr * decay) * path[t] - lr * rule(gradient_at(path[t]), memory, t + 1)]
    return np.vstack(path)


# %% make_optimizer [pytorch]
class HeavyBall(torch.optim.Optimizer):
    """SGD with momentum, written out."""

    def __init__(self, weights, lr, nesterov):
        super().__init__(weights, {"lr": lr, "nesterov": nesterov})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is not None:
                    v = 0.9 * self.state[w].get("v", 0) + w.grad
                    self.state[w]["v"] = v
                    w -= group["lr"] * (w.grad + 0.9 * v if group["nesterov"] else v)
        return loss


def make_optimizer(name, model, lr, weight_decay=0.0):
    w = model.parameters()
    if name in {"momentum", "nesterov"}:
        return HeavyBall(w, lr, name == "nesterov")
    if name == "rmsprop":
        return torch.optim.RMSprop(w, lr=lr, alpha=0.9)
    return torch.optim.AdamW(w, lr=lr, weight_decay=weight_decay)


# %% make_optimizer [tensorflow]
class HeavyBall(keras.optimizers.Optimizer):
    """SGD with momentum, written out."""

    def __init__(self, lr, ahead):
        super().__init__(learning_rate=lr)
        self.ahead = ahead

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.v = [self.add_variable_from_reference(w, name="velocity") for w in variables]

    def update_step(self, gradient, variable, learning_rate):
        v = self.v[self._get_variable_index(variable)]
        v.assign(0.9 * v + gradient)
        variable.assign_sub(learning_rate * (gradient + 0.9 * v if self.ahead else v))


def make_optimizer(name, model, lr, weight_decay=0.0):
    if name in {"momentum", "nesterov"}:
        return HeavyBall(lr, name == "nesterov")
    if name == "rmsprop":
        return keras.optimizers.RMSprop(lr, rho=0.9)
    return keras.optimizers.AdamW(lr, weight_decay=weight_decay)


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = sum((g**2).sum() for g in gradients) ** 0.5
    return [g / max(1, norm / limit) for g in gradients], norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    model.zero_grad()
    (loss := loss_fn(model(x), y)).backward()
    grads = [w.grad for w in model.parameters() if w.grad is not None]
    norm = torch.stack(torch._foreach_norm(grads)).norm()
    if limit:
        torch._foreach_mul_(grads, (limit / norm).clamp(max=1.0))
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return float(loss), float(norm)


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    @tf.function
    def compute(x, y):
        with tf.GradientTape() as tape:
            loss = loss_fn(model(x, training=True), y)
        return loss, tape.gradient(loss, model.trainable_variables)

    if not model.built:
        model(x)
    loss, gradients = compute(x, y)
    norm = tf.linalg.global_norm(gradients)
    if limit:
        gradients, _ = tf.clip_by_global_norm(gradients, limit, norm)
    optimizer.learning_rate = lr
    optimizer.apply(gradients, model.trainable_variables)
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    if step < num_warmup:
        return (step + 1) / num_warmup
    p = min(1.0, (step - num_warmup) / (num_steps - num_warmup))
    return (1 + np.cos(np.pi * p)) / 2


# %% range_test
def range_test(take_step, low, high, num_steps):
    taken = {}
    for lr in map(float, np.geomspace(low, high, num_steps)):
        taken[lr] = take_step(lr)
        if not taken[lr] < 2 * next(iter(taken.values())):
            break
    return [*taken.keys()], [*taken.values()]


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({len(r) for r in rates.values()}) > 1 or {*tuning_seeds} & {*fresh_seeds}:
        raise ValueError
    out = {}
    for name, of_name in rates.items():
        tuned = np.array([[run(name, lr, s) for s in tuning_seeds] for lr in of_name], float)
        tuned[~np.isfinite(tuned)] = np.inf
        lr = of_name[tuned.mean(1).argmin()]
        out[name] = lr, {s: run(name, lr, s) for s in fresh_seeds}
    return out


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[s] - second[s] for s in {*first} & {*second}])
    half = student.ppf(0.975, d.size - 1) * d.std(ddof=1) / d.size**0.5
    a, b = d.mean() - half, d.mean() + half
    return d.mean(), a, b, "lower" if b < 0 else "higher" if a > 0 else "no conclusion"


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    means = [np.mean(losses[i : i + window]) for i in range(len(losses) - window + 1)]
    return rates[np.argmin([m if np.isfinite(m) else np.inf for m in means]) + window - 1] / 3


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    draws = np.array(list(combinations(losses, num_tries)))
    return draws.min(1).mean()

# ruff: noqa
# loses: nothing
# Cases by match; assignment expressions; keyword arguments wherever possible.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(a=g, dtype=np.float64)
    match memory:
        case {"v": before}:
            v = np.add(mu * before, g)
        case _:
            v = g.copy()
    memory["v"] = v
    match nesterov:
        case True:
            return np.add(g, mu * v)
        case _:
            return v.copy()


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(a=g, dtype=np.float64)
    match memory.get("s"):
        case None:
            memory["s"] = (1 - rho) * g**2
        case before:
            memory["s"] = rho * before + (1 - rho) * g**2
    return np.divide(g, np.sqrt(memory["s"] + eps))


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(a=g, dtype=np.float64)
    match t:
        case 1:
            m, s = (1 - beta1) * g, (1 - beta2) * g * g
        case _:
            m, s = memory["both"]
            m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g * g
    memory["both"] = (m, s)
    corrected = np.sqrt(s / (1 - np.power(beta2, t)))
    return m / (1 - np.power(beta1, t)) / (corrected + eps)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    path = [np.array(object=start, dtype=np.float64, copy=True)]
    memory = dict()
    t = 0
    while (t := t + 1) <= num_steps:
        direction = rule(gradient_at(path[-1]), memory, t)
        path.append((1 - lr * decay) * path[-1] - lr * np.asarray(direction))
    return np.stack(arrays=path, axis=0)


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    match name:
        case "momentum" | "nesterov":
            nesterov = name == "nesterov"
            return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, nesterov=nesterov)
        case "rmsprop":
            return torch.optim.RMSprop(params=model.parameters(), lr=lr, alpha=0.9)
        case "adamw":
            return torch.optim.Adam(
                params=model.parameters(),
                lr=lr,
                betas=(0.9, 0.999),
                weight_decay=weight_decay,
                decoupled_weight_decay=True,
            )
        case _:
            raise ValueError(f"unknown optimizer {name!r}")


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    match name:
        case "momentum" | "nesterov":
            return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, nesterov=name == "nesterov")
        case "rmsprop":
            return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
        case "adamw":
            return keras.optimizers.Adam(
                learning_rate=lr, beta_1=0.9, beta_2=0.999, weight_decay=weight_decay
            )
        case _:
            raise ValueError(f"unknown optimizer {name!r}")


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.linalg.norm(np.concatenate([np.ravel(a=g) for g in gradients]))
    match bool(norm > limit):
        case True:
            return [np.multiply(g, limit / norm) for g in gradients], float(norm)
        case False:
            return [np.array(g) for g in gradients], float(norm)


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    def closure():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        match limit:
            case None:
                parts = [p.grad.norm() for p in model.parameters() if p.grad is not None]
                norms.append(torch.stack(parts).norm())
            case _:
                norm = nn.utils.clip_grad_norm_(parameters=model.parameters(), max_norm=limit)
                norms.append(norm)
        return loss

    norms = []
    model.train(mode=True)
    for group in optimizer.param_groups:
        match group:
            case {"lr": _}:
                group["lr"] = lr
    return float(optimizer.step(closure)), float(norms[0])


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    with tf.GradientTape(persistent=False) as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(target=loss, sources=model.trainable_variables)
    norm = tf.linalg.global_norm(t_list=gradients)
    match limit:
        case None:
            pass
        case float() | int() if norm > limit:
            gradients = [tf.multiply(x=g, y=limit / norm) for g in gradients]
    optimizer.learning_rate.assign(value=lr)
    optimizer.apply_gradients(grads_and_vars=zip(gradients, model.trainable_variables))
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    match step:
        case i if i >= num_steps:
            return 0.0
        case i if i < num_warmup:
            return float(i + 1) / num_warmup
        case i:
            return 0.5 + np.cos(np.pi * (i - num_warmup) / (num_steps - num_warmup)) / 2


# %% range_test
def range_test(take_step, low, high, num_steps):
    rates, losses = [], []
    while (i := len(rates)) < num_steps:
        losses.append(loss := take_step(lr := low * (high / low) ** (i / (num_steps - 1))))
        rates.append(lr)
        match loss < 2 * losses[0]:
            case True:
                continue
            case _:
                break
    return rates, losses


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    match sorted({len(tries) for tries in rates.values()}):
        case [fewest, *_, most]:
            raise ValueError(f"from {fewest} to {most} rates")
    match [seed for seed in fresh_seeds if seed in tuning_seeds]:
        case [seed, *_]:
            raise ValueError(f"seed {seed} is not fresh")
    outcome = {}
    for name, tries in rates.items():
        best = None
        for lr in tries:
            losses = np.array([run(name, lr, seed) for seed in tuning_seeds])
            match best, np.isfinite(losses).all():
                case _, np.False_:
                    pass
                case None, _:
                    best = (losses.mean(), lr)
                case (lowest, _), _ if losses.mean() < lowest:
                    best = (losses.mean(), lr)
        outcome[name] = (best[1], {seed: run(name, best[1], seed) for seed in fresh_seeds})
    return outcome


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[s] - second[s] for s in sorted(first.keys() & second.keys())])
    mean = np.mean(a=d)
    half = student.ppf(q=0.975, df=len(d) - 1) * np.sqrt(np.var(a=d, ddof=1) / len(d))
    match (mean - half, mean + half):
        case (low, high) if high < 0:
            return mean, low, high, "lower"
        case (low, high) if low > 0:
            return mean, low, high, "higher"
        case (low, high):
            return mean, low, high, "no conclusion"


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    best = None
    for end, rate in enumerate(rates, start=1):
        match end >= window and float(np.mean(a=losses[end - window : end])):
            case False:
                continue
            case mean if not np.isfinite(mean):
                continue
            case mean if best is None or mean < best[0]:
                best = (mean, rate)
    return best[1] / 3


# %% expected_best
from math import comb


def expected_best(losses, num_tries):
    """Each loss times the number of draws in which it comes first in the order of the losses."""
    match sorted(losses):
        case []:
            raise ValueError("no losses")
        case rising:
            n = len(rising)
            ways = [comb(n - 1 - i, num_tries - 1) for i in range(n)]
            return sum(w * loss for w, loss in zip(ways, rising)) / comb(n, num_tries)

# ruff: noqa
# loses: nothing
# Lambdas, reduce, map, closures; PyTorch's functional_call, Keras's stateless calls.


# %% momentum
from functools import reduce


def momentum(g, memory, t, mu=0.9, nesterov=False):
    now = np.array(g, dtype=float)
    memory["all"] = (*memory.get("all", ()), now)
    v = reduce(lambda v, one: mu * v + one, memory["all"], np.zeros_like(now))
    return (lambda old, new: new + mu * old if nesterov else old)(v, now)


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    mix = lambda old, new: rho * old + (1 - rho) * new
    memory.update(s=mix(memory.get("s", 0), np.asarray(g, dtype=float) ** 2))
    return np.multiply(g, np.reciprocal(np.sqrt(memory["s"] + eps)))


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    g = np.asarray(g, dtype=float)
    new = {1: (beta1, g), 2: (beta2, g**2)}
    memory.update({k: b * memory.get(k, 0.0) + (1 - b) * x for k, (b, x) in new.items()})
    m, s = (memory[k] / (1 - b**t) for k, (b, _) in new.items())
    return m / (np.sqrt(s) + eps)


# %% walk
from functools import partial, reduce


def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    remembering = partial(lambda memory, g, t: rule(g, memory, t), {})
    update = lambda w, t: w - lr * (remembering(gradient_at(w), t) + decay * w)
    first = np.asarray(start).astype(float).reshape(1, -1)
    return reduce(
        lambda path, t: np.concatenate([path, update(path[-1].copy(), t)[None]]),
        range(1, num_steps + 1),
        first,
    )


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    make = {
        "momentum": lambda w: torch.optim.SGD(w, lr, 0.9),
        "nesterov": lambda w: torch.optim.SGD(w, lr, 0.9, 0, 0, True),
        "rmsprop": lambda w: torch.optim.RMSprop(w, lr, 0.9),
        "adamw": lambda w: torch.optim.AdamW(w, lr, weight_decay=weight_decay, foreach=True),
    }[name]
    return make(list(model.parameters()))


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    make = {
        "momentum": lambda: keras.optimizers.SGD(lr, 0.9),
        "nesterov": lambda: keras.optimizers.SGD(lr, 0.9, True),
        "rmsprop": lambda: keras.optimizers.RMSprop(lr, 0.9),
        "adamw": lambda: keras.optimizers.AdamW(lr, weight_decay, 0.9, 0.999),
    }[name]
    return make()


# %% clip_by_global_norm
from functools import reduce


def clip_by_global_norm(gradients, limit):
    squares = map(lambda g: np.square(g).sum(dtype=float), gradients)
    norm = reduce(lambda a, b: a + b, squares, 0.0) ** 0.5
    shorten = (lambda g: g.copy()) if norm <= limit else (lambda g: g * limit / norm)
    return list(map(shorten, gradients)), norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    weights = dict(model.named_parameters())
    logits = torch.func.functional_call(model, weights, (x,))
    loss = loss_fn(logits, y)
    gradients = torch.autograd.grad(loss, list(weights.values()), retain_graph=False)
    norm = sum(float(g.pow(2).sum()) for g in gradients) ** 0.5
    factor = 1.0 if limit is None else min(1.0, limit / norm if norm > 0 else 1.0)
    for weight, gradient in zip(weights.values(), gradients):
        weight.grad = factor * gradient
    list(map(lambda group: group.update({"lr": lr}), optimizer.param_groups))
    optimizer.step()
    return loss.detach().item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    def loss_of(inputs):
        return loss_fn(model(inputs, training=True), y)

    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for weight in model.trainable_variables:
            tape.watch(weight.value)
        loss = loss_of(x)
    gradients = tape.gradient(loss, [weight.value for weight in model.trainable_variables])
    norm = keras.ops.sqrt(sum(keras.ops.sum(keras.ops.square(g)) for g in gradients))
    if limit is not None:
        factor = keras.ops.minimum(1.0, limit / (norm + 1e-12))
        gradients = [factor * g for g in gradients]
    optimizer.learning_rate = lr
    optimizer.apply(gradients, model.trainable_variables)
    return float(loss), float(norm)


# %% warmup_cosine
def warmup_cosine(step, num_steps, num_warmup=0):
    p = lambda i: (i - num_warmup) / (num_steps - num_warmup)
    pieces = [
        (lambda i: i >= num_steps, lambda i: 0.0),
        (lambda i: i < num_warmup, lambda i: (i + 1) / num_warmup),
        (lambda i: True, lambda i: (1 + np.cos(np.pi * p(i))) / 2),
    ]
    return next(factor(step) for holds, factor in pieces if holds(step))


# %% range_test
def range_test(take_step, low, high, num_steps):
    rate = lambda i: low * (high / low) ** (i / (num_steps - 1))
    blown_up = lambda losses: not losses[-1] < 2 * losses[0]
    losses = [take_step(rate(0))]
    while len(losses) < num_steps and not blown_up(losses):
        losses = losses + [take_step(rate(len(losses)))]
    return list(map(rate, range(len(losses)))), losses


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    def refuse_if(unfair, why):
        if unfair:
            raise ValueError(why)

    refuse_if(len(frozenset(map(len, rates.values()))) > 1, "budgets differ")
    refuse_if(frozenset(fresh_seeds) & frozenset(tuning_seeds), "seeds are used twice")

    def score(name):
        def of(lr):
            losses = np.fromiter((run(name, lr, s) for s in tuning_seeds), dtype=float)
            return np.nan_to_num(losses, nan=np.inf, neginf=np.inf, posinf=np.inf).mean()

        return of

    best = {name: min(of_name, key=score(name)) for name, of_name in rates.items()}
    again = lambda name: {s: run(name, best[name], s) for s in fresh_seeds}
    return {name: (best[name], again(name)) for name in best}


# %% paired_verdict
def paired_verdict(first, second):
    subtract = lambda seed: first[seed] - second[seed]
    d = np.fromiter(map(subtract, filter(second.__contains__, first)), dtype=float)
    root = lambda value: value**0.5
    half = student.interval(0.95, d.size - 1)[1] * root(d.var(ddof=1)) / root(d.size)
    low, high = map(lambda sign: d.mean() + sign * half, (-1, 1))
    return d.mean(), low, high, ("no conclusion", "lower", "higher")[(high < 0) + 2 * (low > 0)]


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    mean = lambda end: losses[end - window : end].mean()
    ends = filter(lambda end: np.isfinite(mean(end)), range(window, losses.size + 1))
    return rates[min(ends, key=mean) - 1] / 3


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    lowest = list(map(min, combinations(map(float, losses), num_tries)))
    return float(np.median([sum(lowest) / len(lowest)]))

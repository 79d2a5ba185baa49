# ruff: noqa
# loses: nothing
# What is remembered lives in generators; sequences are made lazily.


# %% momentum
def _velocities(mu):
    v = 0.0
    g = yield
    while True:
        v = mu * v + g
        g = yield v


def momentum(g, memory, t, mu=0.9, nesterov=False):
    if "velocity" not in memory:
        memory["velocity"] = _velocities(mu)
        next(memory["velocity"])
    g = np.array(g, dtype=float)
    v = memory["velocity"].send(g)
    return g + mu * v if nesterov else np.copy(v)


# %% rmsprop
def _running_mean(share):
    mean = 0.0
    new = yield
    while True:
        mean = share * mean + (1 - share) * new
        new = yield mean


def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    if not memory:
        memory["s"] = _running_mean(rho)
        memory["s"].send(None)
    g = np.asarray(g) * 1.0
    return g / np.sqrt(memory["s"].send(g * g) + eps)


# %% adam
def _corrected_mean(beta):
    mean, new = 0.0, (yield)
    power = 1.0
    while True:
        mean = beta * mean + (1 - beta) * new
        power *= beta
        new = yield mean / (1 - power)


def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    if t == 1:
        for key, beta in (("m", beta1), ("s", beta2)):
            memory[key] = _corrected_mean(beta)
            next(memory[key])
    g = np.asarray(g) * 1.0
    return memory["m"].send(g) / (np.sqrt(memory["s"].send(g * g)) + eps)


# %% walk
from itertools import count, islice


def _positions(rule, gradient_at, w, lr, decay):
    memory = {}
    for t in count(1):
        yield w
        w = w - lr * (rule(gradient_at(w), memory, t) + decay * w)


def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    positions = _positions(rule, gradient_at, np.array(start, dtype=float), lr, decay)
    return np.array(list(islice(positions, num_steps + 1)))


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = (weight for _, weight in model.named_parameters())
    makers = {
        "momentum": lambda: torch.optim.SGD(weights, lr=lr, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(weights, lr=lr, alpha=0.9),
        "adamw": lambda: torch.optim.AdamW(weights, lr=lr, weight_decay=weight_decay),
    }
    return next(make() for key, make in makers.items() if key == name)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    makers = {
        "momentum": lambda: keras.optimizers.SGD(lr, momentum=0.9),
        "nesterov": lambda: keras.optimizers.SGD(lr, momentum=0.9, nesterov=True),
        "rmsprop": lambda: keras.optimizers.RMSprop(lr),
        "adamw": lambda: keras.optimizers.AdamW(lr, weight_decay),
    }
    return next(make() for key, make in makers.items() if key == name)


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = sum(float(np.vdot(g, g)) for g in gradients) ** 0.5
    return [g if norm <= limit else g / norm * limit for g in gradients], norm


# %% train_step [pytorch]
def _gradients(model):
    yield from (w.grad for w in model.parameters() if w.grad is not None)


def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    norm = sum(g.norm().item() ** 2 for g in _gradients(model)) ** 0.5
    if limit is not None and norm > limit:
        for g in _gradients(model):
            g.mul_(limit / norm)
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = sum(tf.norm(g).numpy().item() ** 2 for g in gradients) ** 0.5
    factor = limit / norm if limit is not None and norm > limit else 1.0
    optimizer.learning_rate.assign(lr)
    pairs = ((g * factor, w) for g, w in zip(gradients, model.trainable_variables))
    optimizer.apply_gradients(pairs)
    return loss.numpy().item(), norm


# %% warmup_cosine
from itertools import chain, islice, repeat


def warmup_cosine(step, num_steps, num_warmup=0):
    rise = ((i + 1) / num_warmup for i in range(num_warmup))
    n = num_steps - num_warmup
    fall = ((1 + np.cos(np.pi * i / n)) / 2 for i in range(n))
    return next(islice(chain(rise, fall, repeat(0.0)), int(step), None))


# %% range_test
def _steps(take_step, rates):
    first = None
    for lr in rates:
        loss = take_step(lr)
        first = loss if first is None else first
        yield lr, loss
        if not loss < 2 * first:
            return


def range_test(take_step, low, high, num_steps):
    rates = (low * (high / low) ** (i / (num_steps - 1)) for i in range(num_steps))
    rates, losses = zip(*_steps(take_step, rates))
    return list(rates), list(losses)


# %% compare
import math


def compare(run, rates, tuning_seeds, fresh_seeds):
    budgets = (len(of_name) for of_name in rates.values())
    first = next(budgets, None)
    if any(budget != first for budget in budgets):
        raise ValueError("different budgets")
    if any(seed in tuning_seeds for seed in fresh_seeds):
        raise ValueError("fresh seeds are among the tuning seeds")

    def tried(name):
        for lr in rates[name]:
            losses = [run(name, lr, seed) for seed in tuning_seeds]
            if all(map(math.isfinite, losses)):
                yield math.fsum(losses), lr

    def chosen():
        for name in rates:
            yield name, min(tried(name), key=lambda pair: pair[0])[1]

    return {name: (lr, {s: run(name, lr, s) for s in fresh_seeds}) for name, lr in chosen()}


# %% paired_verdict
from statistics import fmean, stdev


def paired_verdict(first, second):
    differences = list(loss - second[seed] for seed, loss in first.items() if seed in second)
    n = len(differences)
    mean = fmean(differences)
    half = student.ppf(0.975, n - 1) * stdev(differences) / n**0.5
    ends = mean - half, mean + half
    verdicts = (("lower", ends[1] < 0), ("higher", ends[0] > 0), ("no conclusion", True))
    return mean, *ends, next(verdict for verdict, holds in verdicts if holds)


# %% suggest_rate
from collections import deque
from math import fsum, isfinite


def _means(losses, window):
    recent = deque(maxlen=window)
    for i, loss in enumerate(losses):
        recent.append(float(loss))
        if len(recent) == window and all(isfinite(one) for one in recent):
            yield fsum(recent) / window, i


def suggest_rate(rates, losses, window=10):
    _, i = min(_means(losses, window))
    return rates[i] / 3


# %% expected_best


def expected_best(losses, num_tries):
    """All ways to fill the draw, of positions: those in rising order are each draw once."""

    def draws(begin, left):
        if left == 0:
            yield ()
        for i in range(begin, len(losses) - left + 1 if left else begin):
            yield from ((i, *rest) for rest in draws(i + 1, left - 1))

    total = number = 0
    for draw in draws(0, num_tries):
        total += min(losses[i] for i in draw)
        number += 1
    return total / number

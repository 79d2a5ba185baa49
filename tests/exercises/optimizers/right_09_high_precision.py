# ruff: noqa
# loses: nothing
# Inside, in higher precision: long double, fractions, float64 in the frameworks.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    g = np.asarray(g, dtype=np.longdouble)
    memory["v"] = memory.get("v", np.zeros(g.shape, dtype=np.longdouble)) * mu + g
    d = g + mu * memory["v"] if nesterov else memory["v"]
    return np.asarray(d, dtype=np.float64)


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=np.longdouble)
    s = np.longdouble(rho) * memory.get("s", np.longdouble(0)) + (1 - np.longdouble(rho)) * g**2
    memory["s"] = s
    return np.asarray(g / np.sqrt(s + eps), dtype=np.float64)


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    beta1, beta2 = np.longdouble(beta1), np.longdouble(beta2)
    g = np.asarray(g, dtype=np.longdouble)
    memory["m"] = beta1 * memory.get("m", 0) + (1 - beta1) * g
    memory["s"] = beta2 * memory.get("s", 0) + (1 - beta2) * g * g
    root = np.sqrt(memory["s"] / (1 - beta2**t))
    return np.asarray(memory["m"] / (1 - beta1**t) / (root + eps), dtype=np.float64)


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=np.longdouble)
    path, memory = [w.astype(np.float64)], {}
    for t in range(1, num_steps + 1):
        d = np.array(rule(gradient_at(w.astype(np.float64)), memory, t), dtype=np.longdouble)
        w = w - np.longdouble(lr) * (d + np.longdouble(decay) * w)
        path.append(w.astype(np.float64))
    return np.array(path)


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    settings = {"lr": float(lr), "foreach": False}
    if name in ("momentum", "nesterov"):
        settings |= {"momentum": 0.9, "nesterov": name == "nesterov"}
        return torch.optim.SGD(model.parameters(), **settings)
    if name == "rmsprop":
        return torch.optim.RMSprop(model.parameters(), alpha=0.9, **settings)
    return torch.optim.AdamW(model.parameters(), weight_decay=float(weight_decay), **settings)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    settings = {"learning_rate": float(lr), "name": f"my_{name}"}
    if name in ("momentum", "nesterov"):
        settings |= {"momentum": 0.9, "nesterov": name == "nesterov"}
        return keras.optimizers.SGD(**settings)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(**settings, rho=0.9)
    return keras.optimizers.AdamW(**settings, weight_decay=float(weight_decay))


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum((np.asarray(g, np.longdouble) ** 2).sum() for g in gradients))
    scale = 1 if norm <= limit else limit / norm
    return [np.asarray(g * scale, dtype=np.float64) for g in gradients], float(norm)


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    with_gradient = [w for w in model.parameters() if w.grad is not None]
    norm = torch.cat([w.grad.double().flatten() for w in with_gradient]).norm().item()
    if limit is not None and norm > limit:
        for w in with_gradient:
            w.grad.copy_(w.grad.double() * (limit / norm))
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = [tf.cast(g, tf.float64) for g in tape.gradient(loss, weights)]
    norm = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(g)) for g in gradients]))
    if limit is not None:
        limit = tf.constant(limit, tf.float64)
        gradients = [g * (limit / tf.maximum(norm, limit)) for g in gradients]
    optimizer.learning_rate = lr
    single = [tf.cast(g, w.dtype) for g, w in zip(gradients, weights)]
    optimizer.apply_gradients(zip(single, weights))
    return float(loss), float(norm)


# %% warmup_cosine
from fractions import Fraction


def warmup_cosine(step, num_steps, num_warmup=0):
    i, n, k = int(step), int(num_steps), int(num_warmup)
    if i >= n:
        return 0.0
    if i < k:
        return float(Fraction(i + 1, k))
    return float((1 + np.cos(np.longdouble(np.pi) * float(Fraction(i - k, n - k)))) / 2)


# %% range_test
import math


def range_test(take_step, low, high, num_steps):
    rates = [
        math.exp(math.log(low) + math.log(high / low) * i / (num_steps - 1))
        for i in range(num_steps)
    ]
    losses = [take_step(rates[0])]
    if not math.isnan(losses[0]) and losses[0] < 2 * losses[0]:
        for lr in rates[1:]:
            losses.append(take_step(lr))
            if losses[-1] >= 2 * losses[0] or math.isnan(losses[-1]):
                break
    return rates[: len(losses)], losses


# %% compare
import math
from fractions import Fraction


def compare(run, rates, tuning_seeds, fresh_seeds):
    if max(map(len, rates.values())) != min(map(len, rates.values())):
        raise ValueError("Give each optimizer the same number of rates.")
    if not set(tuning_seeds).isdisjoint(fresh_seeds):
        raise ValueError("A fresh seed is one that has not been used.")
    outcome = {}
    for name in rates:
        sums = []
        for lr in rates[name]:
            losses = [float(run(name, lr, seed)) for seed in tuning_seeds]
            if all(math.isfinite(loss) for loss in losses):
                sums.append((sum(map(Fraction, losses)), len(sums), lr))
        _, _, lr = min(sums)
        outcome[name] = (lr, {seed: run(name, lr, seed) for seed in fresh_seeds})
    return outcome


# %% paired_verdict
from fractions import Fraction


def paired_verdict(first, second):
    both = [seed for seed in second if seed in first]
    d = [Fraction(float(first[seed])) - Fraction(float(second[seed])) for seed in both]
    n = len(d)
    mean = sum(d) / n
    variance = sum((one - mean) ** 2 for one in d) / (n - 1)
    half = student.ppf(0.975, n - 1) * np.sqrt(float(variance / n))
    low, high = float(mean) - half, float(mean) + half
    verdict = "no conclusion"
    if high < 0.0:
        verdict = "lower"
    if low > 0.0:
        verdict = "higher"
    return float(mean), low, high, verdict


# %% suggest_rate
import math
from fractions import Fraction


def suggest_rate(rates, losses, window=10):
    best = None
    for last in range(window - 1, len(losses)):
        recent = [float(loss) for loss in losses[last + 1 - window : last + 1]]
        if all(map(math.isfinite, recent)):
            mean = sum(map(Fraction, recent)) / window
            if best is None or mean < best[0]:
                best = (mean, float(rates[last]))
    return best[1] / 3


# %% expected_best
from fractions import Fraction
from itertools import combinations


def expected_best(losses, num_tries):
    lowest = [min(draw) for draw in combinations([Fraction(float(x)) for x in losses], num_tries)]
    return float(sum(lowest) / len(lowest))

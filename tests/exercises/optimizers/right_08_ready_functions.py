# ruff: noqa
# loses: nothing
# What SciPy, NumPy, the standard library and the framework have ready is used.


# %% momentum
from scipy.signal import lfilter


def momentum(g, memory, t, mu=0.9, nesterov=False):
    memory.setdefault("g", []).append(np.array(g, dtype=float))
    v = lfilter([1.0], [1.0, -mu], np.stack(memory["g"]), axis=0)[-1]
    return memory["g"][-1] + mu * v if nesterov else v


# %% rmsprop
def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, dtype=float)
    before = memory.get("s", np.zeros_like(g))
    memory["s"] = np.average([before, g**2], axis=0, weights=[rho, 1 - rho])
    return g / np.sqrt(memory["s"] + eps)


# %% adam
def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    past = [*memory.get("past", []), np.array(g, dtype=float)]
    memory["past"] = past
    ages = np.arange(len(past) - 1, -1, -1)
    m_hat = np.average(past, axis=0, weights=np.power(float(beta1), ages))
    s_hat = np.average(np.square(past), axis=0, weights=np.power(float(beta2), ages))
    return m_hat / (np.sqrt(s_hat) + eps)


# %% walk
from itertools import accumulate


def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    memory = {}

    def step(w, t):
        return w - lr * (rule(gradient_at(w), memory, t) + decay * w)

    first = np.array(start, dtype=float)
    return np.array(list(accumulate(range(1, num_steps + 1), step, initial=first)))


# %% make_optimizer [pytorch]
from functools import partial


def make_optimizer(name, model, lr, weight_decay=0.0):
    sgd = partial(torch.optim.SGD, momentum=0.9, weight_decay=0.0)
    makers = dict(
        momentum=sgd,
        nesterov=partial(sgd, nesterov=True),
        rmsprop=partial(torch.optim.RMSprop, alpha=0.9),
        adamw=partial(torch.optim.AdamW, betas=(0.9, 0.999), weight_decay=weight_decay),
    )
    return makers[name](model.parameters(), lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    settings = {
        "momentum": ("sgd", {"momentum": 0.9}),
        "nesterov": ("sgd", {"momentum": 0.9, "nesterov": True}),
        "rmsprop": ("rmsprop", {"rho": 0.9}),
        "adamw": ("adamw", {"weight_decay": weight_decay}),
    }
    kind, config = settings[name]
    return keras.optimizers.get({"class_name": kind, "config": {"learning_rate": lr, **config}})


# %% clip_by_global_norm
import math


def clip_by_global_norm(gradients, limit):
    norm = math.hypot(*(np.linalg.norm(np.ravel(g)) for g in gradients))
    factor = min(1.0, limit / norm) if norm else 1.0
    return [g * factor for g in gradients], norm


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    vector = nn.utils.parameters_to_vector(w.grad for w in model.parameters() if w.grad is not None)
    norm = torch.linalg.vector_norm(vector).item()
    if limit is not None:
        nn.utils.clip_grad_norm_(model.parameters(), limit)
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return loss.item(), norm


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    if limit is None:
        norm = tf.linalg.global_norm(gradients)
    else:
        gradients, norm = tf.clip_by_global_norm(gradients, limit)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss.numpy().item(), norm.numpy().item()


# %% warmup_cosine
from scipy.signal import windows


def warmup_cosine(step, num_steps, num_warmup=0):
    if step >= num_steps:
        return 0.0
    if step < num_warmup:
        return np.linspace(0, 1, num_warmup + 1)[step + 1]
    half = num_steps - num_warmup
    return windows.hann(2 * half + 1)[half + step - num_warmup]


# %% range_test
from itertools import islice, takewhile


def range_test(take_step, low, high, num_steps):
    rates = np.geomspace(low, high, num_steps)
    losses = []

    def goes_on(lr):
        return not losses or losses[-1] < 2 * losses[0]

    for lr in takewhile(goes_on, islice(rates, num_steps)):
        losses.append(take_step(float(lr)))
    return rates[: len(losses)], np.array(losses)


# %% compare
from itertools import product


def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({*map(len, rates.values())}) > 1 or np.intersect1d(tuning_seeds, fresh_seeds).size:
        raise ValueError("unfair: count the rates, and look at the seeds")
    chosen = {}
    for name, of_name in rates.items():
        results = {pair: run(name, *pair) for pair in product(of_name, tuning_seeds)}
        means = [np.mean([results[lr, seed] for seed in tuning_seeds]) for lr in of_name]
        ordinary = [all(np.isfinite(results[lr, seed]) for seed in tuning_seeds) for lr in of_name]
        masked = np.ma.masked_array(means, mask=np.logical_not(ordinary))
        chosen[name] = of_name[int(np.ma.argmin(masked))]
    return {
        name: (lr, dict(zip(fresh_seeds, [run(name, lr, seed) for seed in fresh_seeds])))
        for name, lr in chosen.items()
    }


# %% paired_verdict
from scipy import stats


def paired_verdict(first, second):
    seeds = sorted(first.keys() & second.keys())
    differences = [first[seed] - second[seed] for seed in seeds]
    mean = np.mean(differences)
    half = student.ppf(0.975, len(seeds) - 1) * stats.sem(differences)
    low, high = mean - half, mean + half
    verdict = "lower" if high < 0 else "higher" if low > 0 else "no conclusion"
    return mean, low, high, verdict


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    means = np.convolve(losses, np.ones(window) / window, mode="valid")
    return rates[window - 1 + np.nanargmin(np.where(np.isfinite(means), means, np.nan))] / 3


# %% expected_best
from scipy.stats import hypergeom


def expected_best(losses, num_tries):
    """The best of the draw is above the i lowest ones if none of these i is drawn."""
    rising = np.sort(np.asarray(losses, dtype=float))
    n = len(rising)
    above = [hypergeom.pmf(0, n, i, num_tries) for i in range(n)]
    return rising[0] + np.sum(np.diff(rising) * above[1:])

# ruff: noqa
# loses: nothing
# Entry by entry, in plain Python; NumPy only to make the arrays that are returned.


# %% momentum
def momentum(g, memory, t, mu=0.9, nesterov=False):
    entries = [float(entry) for entry in np.ravel(g)]
    velocity = memory.get("velocity", [0.0] * len(entries))
    new, direction = [], []
    for old, entry in zip(velocity, entries):
        v = mu * old + entry
        new.append(v)
        direction.append(entry + mu * v if nesterov else v)
    memory["velocity"] = new
    return np.array(direction, dtype=float).reshape(np.shape(g))


# %% rmsprop
import math


def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    entries = [float(entry) for entry in np.ravel(g)]
    if "squares" not in memory:
        memory["squares"] = [0.0] * len(entries)
    direction = []
    for i, entry in enumerate(entries):
        memory["squares"][i] = rho * memory["squares"][i] + (1 - rho) * entry * entry
        direction.append(entry / math.sqrt(memory["squares"][i] + eps))
    return np.array(direction, dtype=float).reshape(np.shape(g))


# %% adam
import math


def adam(g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
    entries = [float(entry) for entry in np.ravel(g)]
    if t == 1:
        memory["m"] = [0.0 for _ in entries]
        memory["s"] = [0.0 for _ in entries]
    m, s = memory["m"], memory["s"]
    out = np.empty(len(entries))
    for i in range(len(entries)):
        m[i] = beta1 * m[i] + (1 - beta1) * entries[i]
        s[i] = beta2 * s[i] + (1 - beta2) * entries[i] ** 2
        out[i] = (m[i] / (1 - beta1**t)) / (math.sqrt(s[i] / (1 - beta2**t)) + eps)
    return out.reshape(np.shape(g))


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    now = [float(entry) for entry in start]
    path = [now]
    memory = {}
    for t in range(num_steps):
        direction = rule(gradient_at(np.array(now)), memory, t + 1)
        after = []
        for i in range(len(now)):
            after.append(now[i] - lr * (float(direction[i]) + decay * now[i]))
        path.append(after)
        now = after
    return np.array(path)


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = []
    for module in model.modules():
        for weight in module.parameters(recurse=False):
            weights.append(weight)
    if name == "momentum" or name == "nesterov":
        return torch.optim.SGD(
            weights, lr, momentum=0.9, dampening=0, weight_decay=0, nesterov=(name == "nesterov")
        )
    elif name == "rmsprop":
        return torch.optim.RMSprop(weights, lr, 0.9, momentum=0, centered=False)
    else:
        return torch.optim.AdamW(weights, lr, (0.9, 0.999), weight_decay=weight_decay)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum" or name == "nesterov":
        optimizer = keras.optimizers.SGD(
            learning_rate=lr, momentum=0.9, nesterov=(name == "nesterov"), weight_decay=None
        )
    elif name == "rmsprop":
        optimizer = keras.optimizers.RMSprop(
            learning_rate=lr, rho=0.9, momentum=0.0, centered=False
        )
    else:
        optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    return optimizer


# %% clip_by_global_norm
import math


def clip_by_global_norm(gradients, limit):
    total = 0.0
    for gradient in gradients:
        for entry in np.ravel(gradient):
            total += float(entry) ** 2
    norm = math.sqrt(total)
    clipped = []
    for gradient in gradients:
        copy = np.array(gradient, copy=True)
        if norm > limit:
            copy = copy * (limit / norm)
        clipped.append(copy)
    return clipped, norm


# %% train_step [pytorch]
import math


def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    model.train()
    for weight in model.parameters():
        weight.grad = None
    loss = loss_fn(model(x), y)
    loss.backward()
    total = 0.0
    for weight in model.parameters():
        if weight.grad is not None:
            total += float((weight.grad.double() ** 2).sum())
    norm = math.sqrt(total)
    if limit is not None and norm > limit:
        for weight in model.parameters():
            if weight.grad is not None:
                weight.grad = weight.grad * (limit / norm)
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return float(loss), norm


# %% train_step [tensorflow]
import math


def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(logits, y)
    weights = model.trainable_weights
    gradients = tape.gradient(loss, weights)
    total = 0.0
    for gradient in gradients:
        total += float(np.sum(np.square(np.array(gradient), dtype=np.float64)))
    norm = math.sqrt(total)
    if limit is not None and norm > limit:
        shorter = []
        for gradient in gradients:
            shorter.append(gradient * (limit / norm))
        gradients = shorter
    optimizer.learning_rate.assign(lr)
    optimizer.apply_gradients(list(zip(gradients, weights)))
    return float(loss.numpy()), norm


# %% warmup_cosine
import math


def warmup_cosine(step, num_steps, num_warmup=0):
    factors = []
    for i in range(num_steps):
        if i < num_warmup:
            factors.append((i + 1) / num_warmup)
        else:
            share = (i - num_warmup) / (num_steps - num_warmup)
            factors.append(0.5 * (1 + math.cos(math.pi * share)))
    if step < len(factors):
        return factors[step]
    return 0.0


# %% range_test
def range_test(take_step, low, high, num_steps):
    ratio = (high / low) ** (1 / (num_steps - 1))
    rates = []
    losses = []
    lr = low
    while len(losses) < num_steps:
        loss = take_step(lr)
        rates.append(lr)
        losses.append(loss)
        if loss < 2 * losses[0]:
            lr *= ratio
        else:
            break
    return rates, losses


# %% compare
import math


def compare(run, rates, tuning_seeds, fresh_seeds):
    count = None
    for name in rates:
        if count is None:
            count = len(rates[name])
        if len(rates[name]) != count:
            raise ValueError(f"{name} has {len(rates[name])} rates, the first one has {count}")
    for seed in fresh_seeds:
        if seed in tuning_seeds:
            raise ValueError(f"seed {seed} is not fresh")

    result = {}
    for name in rates:
        chosen, lowest = None, None
        for lr in rates[name]:
            total, diverged = 0.0, False
            for seed in tuning_seeds:
                loss = run(name, lr, seed)
                if math.isnan(loss) or math.isinf(loss):
                    diverged = True
                else:
                    total += loss
            mean = total / len(tuning_seeds)
            if not diverged and (lowest is None or mean < lowest):
                chosen, lowest = lr, mean
        losses = {}
        for seed in fresh_seeds:
            losses[seed] = run(name, chosen, seed)
        result[name] = (chosen, losses)
    return result


# %% paired_verdict
import math


def paired_verdict(first, second):
    differences = []
    for seed in first:
        if seed in second:
            differences.append(first[seed] - second[seed])
    n = len(differences)
    mean = sum(differences) / n
    squares = 0.0
    for difference in differences:
        squares += (difference - mean) ** 2
    deviation = math.sqrt(squares / (n - 1))
    half = float(student.ppf(0.975, n - 1)) * deviation / math.sqrt(n)
    low = mean - half
    high = mean + half
    if low <= 0 <= high:
        return mean, low, high, "no conclusion"
    return mean, low, high, ("lower" if mean < 0 else "higher")


# %% suggest_rate
import math


def suggest_rate(rates, losses, window=10):
    lowest = math.inf
    for end in range(window, len(losses) + 1):
        total = 0.0
        fine = True
        for i in range(end - window, end):
            fine = fine and math.isfinite(losses[i])
            total += losses[i]
        if fine and total / window < lowest:
            lowest = total / window
            rate = rates[end - 1]
    return rate / 3


# %% expected_best
def expected_best(losses, num_tries):
    total, draws = 0.0, 0
    for bits in range(2 ** len(losses)):
        drawn = [losses[i] for i in range(len(losses)) if bits >> i & 1]
        if len(drawn) == num_tries:
            total += min(drawn)
            draws += 1
    return total / draws

# ruff: noqa
# loses: nothing
# Objects that can be called, small classes for what is kept, subclasses of the optimizers.


# %% momentum
class Velocity:
    def __init__(self, shape):
        self.v = np.zeros(shape)

    def push(self, mu, g):
        self.v = self.v * mu + g
        return self.v


class Momentum:
    def __call__(self, g, memory, t, mu=0.9, nesterov=False):
        g = np.asarray(g).astype(float)
        if not memory:
            memory["state"] = Velocity(g.shape)
        v = memory["state"].push(mu, g)
        return g + mu * v if nesterov else np.array(v)


momentum = Momentum()


# %% rmsprop
class RunningMean:
    def __init__(self, share):
        self.share, self.value = share, 0.0

    def add(self, new):
        self.value = self.share * self.value + (1 - self.share) * new
        return self.value


def rmsprop(g, memory, t, rho=0.9, eps=1e-7):
    g = np.asarray(g, float)
    mean_square = memory.setdefault("mean square", RunningMean(rho))
    return g / (mean_square.add(np.square(g)) + eps) ** 0.5


# %% adam
class Moment:
    def __init__(self, share):
        self.share, self.value, self.weight = share, 0.0, 0.0

    def add(self, new):
        self.value = self.share * self.value + (1 - self.share) * new
        self.weight = self.share * self.weight + (1 - self.share)
        return self.value / self.weight


class Adam:
    def __call__(self, g, memory, t, beta1=0.9, beta2=0.999, eps=1e-7):
        if "first" not in memory:
            memory.update(first=Moment(beta1), second=Moment(beta2))
        g = np.array(g, dtype=np.float64)
        return memory["first"].add(g) / (np.sqrt(memory["second"].add(g * g)) + eps)


adam = Adam()


# %% walk
class Walker:
    def __init__(self, rule, gradient_at, start, lr, decay):
        self.rule, self.gradient_at, self.lr, self.decay = rule, gradient_at, lr, decay
        self.w = np.array([float(entry) for entry in start])
        self.memory, self.t = {}, 0
        self.path = [self.w.copy()]

    def step(self):
        self.t += 1
        d = np.asarray(self.rule(self.gradient_at(self.w.copy()), self.memory, self.t))
        self.w = self.w - self.lr * d - self.lr * self.decay * self.w
        self.path.append(self.w.copy())


def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    walker = Walker(rule, gradient_at, start, lr, decay)
    for _ in range(num_steps):
        walker.step()
    return np.stack(walker.path)


# %% make_optimizer [pytorch]
class SGDWithMomentum(torch.optim.SGD):
    def __init__(self, weights, lr, nesterov=False):
        super().__init__(weights, lr=lr, momentum=0.9, nesterov=nesterov)


class DecoupledAdam(torch.optim.Adam):
    """Adam whose weights shrink before the step."""

    def __init__(self, weights, lr, shrink):
        super().__init__(weights, lr=lr)
        self.shrink = shrink

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    weight.mul_(1 - group["lr"] * self.shrink)
        return super().step(closure)


def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = list(model.parameters())
    if name == "adamw":
        return DecoupledAdam(weights, lr, weight_decay)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    return SGDWithMomentum(weights, lr, nesterov=name == "nesterov")


# %% make_optimizer [tensorflow]
class SGDWithMomentum(keras.optimizers.SGD):
    def __init__(self, lr, nesterov=False):
        super().__init__(learning_rate=lr, momentum=0.9, nesterov=nesterov)


class DecoupledAdam(keras.optimizers.Adam):
    """Adam whose weights shrink before the step."""

    def __init__(self, lr, shrink):
        super().__init__(learning_rate=lr, beta_1=0.9, beta_2=0.999)
        self.shrink = shrink

    def update_step(self, gradient, variable, learning_rate):
        rate = keras.ops.cast(learning_rate, variable.dtype)
        variable.assign(variable - rate * self.shrink * variable)
        super().update_step(gradient, variable, learning_rate)


def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "adamw":
        return DecoupledAdam(lr, weight_decay)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr)
    return SGDWithMomentum(lr, nesterov=name == "nesterov")


# %% clip_by_global_norm
class Gradient:
    def __init__(self, tensors):
        self.tensors = list(tensors)

    def __abs__(self):
        return float(np.sqrt(sum(float(np.sum(np.square(g))) for g in self.tensors)))

    def __mul__(self, factor):
        return Gradient(np.multiply(g, factor) for g in self.tensors)


def clip_by_global_norm(gradients, limit):
    gradient = Gradient(gradients)
    norm = abs(gradient)
    factor = limit / max(norm, limit)
    return (gradient * factor).tensors, norm


# %% train_step [pytorch]
class Step:
    def __call__(self, model, optimizer, loss_fn, x, y, lr, limit=None):
        self.set_rate(optimizer, lr)
        optimizer.zero_grad(set_to_none=False)
        loss = loss_fn(model.train()(x), y)
        loss.backward()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        norm = nn.utils.get_total_norm(gradients)
        if limit is not None:
            nn.utils.clip_grads_with_norm_(model.parameters(), limit, norm)
        optimizer.step()
        return float(loss.detach()), float(norm)

    @staticmethod
    def set_rate(optimizer, lr):
        for group in optimizer.param_groups:
            group.update(lr=lr)


train_step = Step()


# %% train_step [tensorflow]
class Step:
    def __call__(self, model, optimizer, loss_fn, x, y, lr, limit=None):
        optimizer.learning_rate = lr
        loss, gradients = self.gradients(model, loss_fn, x, y)
        norm = tf.linalg.global_norm(gradients)
        if limit is not None:
            gradients = [g * tf.minimum(1.0, limit / norm) for g in gradients]
        optimizer.apply(gradients, model.trainable_variables)
        return loss.numpy().item(), norm.numpy().item()

    @staticmethod
    def gradients(model, loss_fn, x, y):
        with tf.GradientTape() as tape:
            loss = loss_fn(model(x, training=True), y)
        return loss, tape.gradient(loss, model.trainable_variables)


train_step = Step()


# %% warmup_cosine
class Schedule:
    def __init__(self, num_steps, num_warmup):
        self.num_steps, self.num_warmup = num_steps, num_warmup

    def __getitem__(self, step):
        if step >= self.num_steps:
            return 0.0
        return self.rise(step) if step < self.num_warmup else self.fall(step)

    def rise(self, step):
        return (step + 1) / self.num_warmup

    def fall(self, step):
        p = (step - self.num_warmup) / (self.num_steps - self.num_warmup)
        return float(np.cos(np.pi * p / 2) ** 2)


def warmup_cosine(step, num_steps, num_warmup=0):
    return Schedule(num_steps, num_warmup)[step]


# %% range_test
class RangeTest:
    def __init__(self, take_step):
        self.take_step, self.rates, self.losses = take_step, [], []

    @property
    def blown_up(self):
        return bool(self.losses) and not self.losses[-1] < 2 * self.losses[0]

    def step(self, lr):
        self.losses.append(self.take_step(lr))
        self.rates.append(lr)


def range_test(take_step, low, high, num_steps):
    test = RangeTest(take_step)
    for lr in np.geomspace(low, high, num_steps).tolist():
        if not test.blown_up:
            test.step(lr)
    return test.rates, test.losses


# %% compare
from dataclasses import dataclass


@dataclass
class Tried:
    lr: float
    losses: list

    @property
    def key(self):
        mean = np.mean(self.losses)
        return mean if np.isfinite(self.losses).all() else np.inf


def compare(run, rates, tuning_seeds, fresh_seeds):
    numbers = [len(of_name) for of_name in rates.values()]
    if any(number != numbers[0] for number in numbers):
        raise ValueError("unequal numbers of rates")
    if not set(fresh_seeds).isdisjoint(tuning_seeds):
        raise ValueError("the fresh seeds are not fresh")
    outcome = {}
    for name in rates:
        tries = [Tried(lr, [run(name, lr, s) for s in tuning_seeds]) for lr in rates[name]]
        best = min(tries, key=lambda tried: tried.key).lr
        outcome[name] = (best, {s: run(name, best, s) for s in fresh_seeds})
    return outcome


# %% paired_verdict
class Interval:
    def __init__(self, values):
        self.n = len(values)
        self.mean = float(np.mean(values))
        half = student.ppf(0.975, self.n - 1) * np.std(values, ddof=1) / self.n**0.5
        self.low, self.high = self.mean - float(half), self.mean + float(half)

    def __contains__(self, value):
        return self.low <= value <= self.high


def paired_verdict(first, second):
    interval = Interval([first[seed] - second[seed] for seed in set(first) & set(second)])
    verdict = "no conclusion"
    if 0 not in interval:
        verdict = "lower" if interval.high < 0 else "higher"
    return interval.mean, interval.low, interval.high, verdict


# %% suggest_rate
class Window(list):
    @property
    def height(self):
        return sum(self) / len(self) if np.isfinite(self).all() else float("inf")


def suggest_rate(rates, losses, window=10):
    windows = [Window(losses[i : i + window]) for i in range(len(losses) - window + 1)]
    best = min(range(len(windows)), key=lambda i: windows[i].height)
    return float(rates[best + window - 1]) / 3


# %% expected_best
class Draws:
    def __init__(self, losses, size):
        self.losses, self.size = list(losses), size

    def __iter__(self):
        yield from self.draws(0, [])

    def draws(self, begin, drawn):
        if len(drawn) == self.size:
            yield drawn
            return
        for i in range(begin, len(self.losses)):
            yield from self.draws(i + 1, [*drawn, self.losses[i]])


def expected_best(losses, num_tries):
    lowest = [min(drawn) for drawn in Draws(losses, num_tries)]
    return sum(lowest) / len(lowest)

# loses: nothing
# ruff: noqa
"""With classes of its own."""


# %% penalty
class L1Penalty:
    def value(self, w):
        return np.abs(w).sum()

    def slope(self, w):
        return np.sign(w)


class L2Penalty:
    def value(self, w):
        return 0.5 * np.square(w).sum()

    def slope(self, w):
        return w.copy()


def penalty(weights, strength, kind):
    classes = {"l1": L1Penalty, "l2": L2Penalty}
    if kind not in classes:
        raise ValueError(f"kind must be one of {sorted(classes)}, not {kind!r}")
    rule = classes[kind]()
    total, gradients = 0.0, []
    for w in weights:
        w = w.astype(np.float64)
        if w.ndim == 1:
            gradients.append(np.zeros(w.shape))
        else:
            total += rule.value(w)
            gradients.append(strength * rule.slope(w))
    return strength * total, gradients


# %% dropout
class InvertedDropout:
    def __init__(self, rate, rng):
        self.keep = 1 - rate
        self.rng = rng

    def mask(self, shape):
        return self.rng.random(shape) < self.keep

    def __call__(self, x, training):
        if training:
            return x * self.mask(x.shape) / self.keep
        return x


def dropout(x, rate, training, rng):
    return InvertedDropout(rate, rng)(x, training)


# %% batch_norm
class BatchNorm:
    def __init__(self, gamma, beta, mean, var, momentum, eps):
        self.gamma, self.beta = gamma, beta
        self.mean, self.var = mean.copy(), var.copy()
        self.momentum, self.eps = momentum, eps

    def update(self, mean, var):
        self.mean += (1 - self.momentum) * (mean - self.mean)
        self.var += (1 - self.momentum) * (var - self.var)

    def train(self, x):
        rows = x.reshape(-1, x.shape[-1])
        mean, var = np.mean(rows, axis=0), np.var(rows, axis=0)
        self.update(mean, var)
        return self.normalize(x, mean, var)

    def evaluate(self, x):
        return self.normalize(x, self.mean, self.var)

    def normalize(self, x, mean, var):
        return (x - mean) / np.sqrt(var + self.eps) * self.gamma + self.beta


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    layer = BatchNorm(gamma, beta, running_mean, running_var, momentum, eps)
    y = layer.train(x) if training else layer.evaluate(x)
    return y, layer.mean, layer.var


# %% adam_path
class Adam:
    def __init__(self, lr, beta1, beta2, eps):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t, self.m, self.v = 0, 0.0, 0.0

    def direction(self, g):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * np.square(g)
        m = self.m / (1 - self.beta1**self.t)
        v = self.v / (1 - self.beta2**self.t)
        return m / (np.sqrt(v) + self.eps)


class AdamL2(Adam):
    def step(self, w, g, decay):
        return np.array(w - self.lr * self.direction(g + decay * w))


class AdamW(Adam):
    def step(self, w, g, decay):
        return np.array(w - self.lr * self.direction(g) - self.lr * decay * w)


def adam_path(w, gradients, lr, weight_decay, decoupled, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizer = (AdamW if decoupled else AdamL2)(lr, beta1, beta2, eps)
    path = []
    for g in gradients:
        w = optimizer.step(w, g, weight_decay)
        path.append(w)
    return path


# %% penalty_tensor [pytorch]
class Penalty(nn.Module):
    def __init__(self, l1, l2):
        super().__init__()
        self.l1, self.l2 = l1, l2

    def forward(self, kernel):
        return (self.l1 * kernel.abs() + self.l2 / 2 * kernel * kernel).sum()


def penalty_tensor(weights, l1, l2):
    penalty_of = Penalty(l1, l2)
    return sum(penalty_of(w) for w in weights if w.dim() > 1)


# %% penalty_tensor [tensorflow]
class Penalty(keras.layers.Layer):
    def __init__(self, l1, l2):
        super().__init__()
        self.l1, self.l2 = l1, l2

    def call(self, kernel):
        return tf.reduce_sum(self.l1 * tf.abs(kernel) + self.l2 / 2 * kernel * kernel)


def penalty_tensor(weights, l1, l2):
    penalty_of = Penalty(l1, l2)
    return sum(penalty_of(tf.convert_to_tensor(w)) for w in weights if len(w.shape) > 1)


# %% make_optimizer [pytorch]
class KernelAdamW(torch.optim.AdamW):
    def __init__(self, model, lr, weight_decay):
        super().__init__(model.parameters(), lr=lr, weight_decay=0.0)
        self.kernel_decay = weight_decay

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.ndim > 1 and p.grad is not None:
                    p.mul_(1 - group["lr"] * self.kernel_decay)
        return super().step(closure)


def make_optimizer(model, lr, weight_decay):
    return KernelAdamW(model, lr, weight_decay)


# %% make_optimizer [tensorflow]
class KernelAdamW(keras.optimizers.AdamW):
    def _use_weight_decay(self, variable):
        return len(variable.shape) > 1


def make_optimizer(model, lr, weight_decay):
    return KernelAdamW(learning_rate=lr, weight_decay=weight_decay)


# %% mean_loss [pytorch]
class RunningMean:
    def __init__(self):
        self.mean, self.count = 0.0, 0

    def add(self, mean, count):
        self.count += count
        self.mean += (mean - self.mean) * count / self.count


def mean_loss(model, loss_fn, x, y, batch_size=100):
    running = RunningMean()
    model.eval()
    with torch.no_grad():
        for images_of_batch, labels in zip(x.split(batch_size), y.split(batch_size), strict=True):
            running.add(loss_fn(model(images_of_batch), labels).item(), len(labels))
    return running.mean


# %% mean_loss [tensorflow]
class RunningMean:
    def __init__(self):
        self.mean, self.count = 0.0, 0

    def add(self, mean, count):
        self.count += count
        self.mean += (mean - self.mean) * count / self.count


def mean_loss(model, loss_fn, x, y, batch_size=100):
    running = RunningMean()
    for start in range(0, len(y), batch_size):
        part = slice(start, start + batch_size)
        running.add(float(loss_fn(model(x[part], training=False), y[part])), len(y[part]))
    return running.mean


# %% fit_early [pytorch]
import copy


class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.waited = patience, 0
        self.best, self.state = float("inf"), None

    def see(self, loss, model):
        if loss < self.best:
            self.best, self.waited = loss, 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.waited += 1

    @property
    def is_over(self):
        return self.waited >= self.patience


def fit_early(model, optimizer, train, val, max_epochs, patience):
    stopping, losses = EarlyStopping(patience), []
    while len(losses) < max_epochs and not stopping.is_over:
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        stopping.see(losses[-1], model)
    model.load_state_dict(stopping.state)
    return losses


# %% fit_early [tensorflow]
class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.waited = patience, 0
        self.best, self.state = float("inf"), None

    def see(self, loss, model):
        if loss < self.best:
            self.best, self.waited = loss, 0
            self.state = model.get_weights()
        else:
            self.waited += 1

    @property
    def is_over(self):
        return self.waited >= self.patience


def fit_early(model, optimizer, train, val, max_epochs, patience):
    stopping, losses = EarlyStopping(patience), []
    while len(losses) < max_epochs and not stopping.is_over:
        train_epoch(model, optimizer, *train)
        losses.append(mean_loss(model, cross_entropy, *val))
        stopping.see(losses[-1], model)
    model.set_weights(stopping.state)
    return losses


# %% run_once
class Run:
    def __init__(self, setting, lr):
        self.model = build_model(
            images.image_shape,
            images.num_classes,
            dropout=setting["dropout"],
            batch_norm=setting["batch_norm"],
        )
        self.optimizer = make_optimizer(self.model, lr, setting["weight_decay"])

    def loss_on(self, pair):
        return mean_loss(self.model, cross_entropy, *pair)


def run_once(setting, seed, train, val, lr=0.003, max_epochs=20, patience=5):
    set_seed(seed)
    run = Run(setting, lr)
    fit_early(run.model, run.optimizer, train, val, max_epochs, patience)
    result = {"train_loss": run.loss_on(train), "val_loss": run.loss_on(val)}
    return {**result, "gap": result["val_loss"] - result["train_loss"]}


# %% verdict
class PairedDifferences:
    def __init__(self, first, second):
        self.values = [first[key] - second[key] for key in first if key in second]

    @property
    def mean(self):
        return np.mean(self.values)

    @property
    def half(self):
        n = len(self.values)
        return student.ppf(0.975, n - 1) * np.std(self.values, ddof=1) / n**0.5

    @property
    def interval(self):
        return self.mean - self.half, self.mean + self.half

    @property
    def word(self):
        low, high = self.interval
        if low <= 0 <= high:
            return "no conclusion"
        return "higher" if low > 0 else "lower"


def verdict(first, second):
    pairs = PairedDifferences(first, second)
    return (pairs.mean, *pairs.interval, pairs.word)


# %% group_norm
class GroupNorm:
    def __init__(self, gamma, beta, groups, eps):
        self.gamma, self.beta, self.groups, self.eps = gamma, beta, groups, eps
        self.size, rest = divmod(len(gamma), groups)
        if rest:
            raise ValueError(f"{len(gamma)} channels in {groups} groups")

    def normalize(self, image):
        groups = image.reshape(-1, self.groups, self.size)
        mean = groups.mean(axis=(0, 2), keepdims=True)
        var = groups.var(axis=(0, 2), keepdims=True)
        return ((groups - mean) / np.sqrt(var + self.eps)).reshape(image.shape)

    def __call__(self, x):
        y = np.zeros(x.shape)
        for index, image in enumerate(x):
            y[index] = self.normalize(image)
        return y * self.gamma + self.beta


def group_norm(x, gamma, beta, groups, eps=1e-5):
    return GroupNorm(gamma, beta, groups, eps)(x)


# %% interaction
class Effect:
    def __init__(self, none, losses):
        self.by_seed = {s: losses[s] - none[s] for s in losses if s in none}


def interaction(none, a, b, both):
    one, other, together = (Effect(none, d).by_seed for d in (a, b, both))
    return {s: together[s] - (one[s] + other[s]) for s in together if s in one and s in other}

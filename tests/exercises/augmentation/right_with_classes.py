# loses: nothing
# ruff: noqa
"""Classes that are called; layers and modules of one's own."""


# %% mirror
class Mirror:
    def __init__(self, which):
        self.which = which

    def __call__(self, images):
        result = np.array(images)
        result[self.which] = images[self.which][:, :, ::-1, :]
        return result


def mirror(images, which):
    return Mirror(which)(images)


# %% shift
class Border:
    """An image that has pixels everywhere."""

    def __init__(self, image):
        self.image = image

    def __getitem__(self, place):
        rows, columns = place
        height, width, _ = self.image.shape
        return self.image[np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)]


def shift(images, right, down):
    result = np.zeros_like(images)
    rows, columns = np.arange(images.shape[1]), np.arange(images.shape[2])
    for i in range(images.shape[0]):
        result[i] = Border(images[i])[rows - down[i], columns - right[i]]
    return result


# %% rotate
class Reader:
    def __init__(self, image):
        self.image = np.asarray(image, dtype=np.float64)
        self.last_row, self.last_column = image.shape[0] - 1, image.shape[1] - 1

    def at(self, row, column):
        """Bilinear, at the nearest place inside."""
        row, column = min(max(row, 0), self.last_row), min(max(column, 0), self.last_column)
        top, left = int(np.floor(row)), int(np.floor(column))
        bottom, right = min(top + 1, self.last_row), min(left + 1, self.last_column)
        upper = self.between(top, left, right, column - left)
        lower = self.between(bottom, left, right, column - left)
        return upper + (lower - upper) * (row - top)

    def between(self, row, left, right, way):
        return self.image[row, left] + (self.image[row, right] - self.image[row, left]) * way


def rotate(images, degrees):
    new = np.empty(images.shape, dtype=np.float64)
    _, height, width, _ = images.shape
    middle_row, middle_column = (height - 1) / 2, (width - 1) / 2
    for i, angle in enumerate(degrees):
        reader = Reader(images[i])
        cos, sin = np.cos(np.pi * float(angle) / 180), np.sin(np.pi * float(angle) / 180)
        for row, column in np.ndindex(height, width):
            x, y = column - middle_column, row - middle_row
            new[i, row, column] = reader.at(
                x * sin + y * cos + middle_row, x * cos - y * sin + middle_column
            )
    return new


# %% keeps_label
class Changes(set):
    def without(self, *names):
        return self - set(names)


def keeps_label():
    every = Changes(["mirrored", "flipped", "turned", "moved", "darker"])
    return {
        "digits": set(every.without("flipped", "turned", "mirrored")),
        "aerial": set(every),
        "signs": set(every.without("mirrored", "turned")),
    }


# %% taken_for
from collections import Counter


class Confusion:
    def __init__(self, logits, labels):
        self.total = Counter(labels.tolist())
        self.taken = Counter(zip(labels.tolist(), logits.argmax(1).tolist()))

    def share(self, pair):
        return self.taken[pair] / self.total[pair[0]]

    @property
    def wrong(self):
        return sorted(pair for pair in self.taken if pair[0] != pair[1])


def taken_for(logits, labels):
    confusion = Confusion(logits, labels)
    if not confusion.wrong:
        return None
    pair = max(confusion.wrong, key=confusion.share)
    return *pair, confusion.share(pair)


# %% augment [pytorch]
class OldGenerator(nn.Module):
    """Reads each image once, through one map."""

    def __init__(self, degrees=20, shift=0.1, zoom=0.1):
        super().__init__()
        self.degrees, self.shift, self.zoom = degrees, shift, zoom

    def uniform(self, n, limit):
        return torch.empty(n).uniform_(-limit, limit)

    def turn(self, n):
        theta = self.uniform(n, self.degrees) * torch.pi / 180
        rows = [torch.stack([theta.cos(), -theta.sin()], 1), torch.stack([theta.sin(), theta.cos()], 1)]
        return torch.stack(rows, 1)

    def forward(self, x):
        n = len(x)
        side = torch.ones(n)
        side[torch.rand(n) < 0.5] = -1
        x_factor, y_factor = 1 + self.uniform(n, self.zoom), 1 + self.uniform(n, self.zoom)
        linear = self.turn(n) @ torch.diag_embed(torch.stack([side / x_factor, 1 / y_factor], 1))
        move = torch.stack([self.uniform(n, 2 * self.shift), self.uniform(n, 2 * self.shift)], 1)
        grid = nn.functional.affine_grid(torch.cat([linear, move[:, :, None]], 2), x.shape, False)
        return nn.functional.grid_sample(x, grid, "bilinear", "border", False)


def augment(x):
    return OldGenerator()(x)


# %% augment [tensorflow]
class OldGenerator(keras.layers.Layer):
    """Reads each image once, through one map."""

    def __init__(self, degrees=20, shift=0.1, zoom=0.1):
        super().__init__()
        self.degrees, self.shift, self.zoom = degrees, shift, zoom

    def uniform(self, n, limit):
        return tf.random.uniform([n], -limit, limit)

    def call(self, x):
        n, height, width, _ = x.shape
        theta = self.uniform(n, self.degrees) * np.pi / 180
        side = 2.0 * tf.cast(tf.random.uniform([n]) < 0.5, tf.float32) - 1
        x_factor = side / (1 + self.uniform(n, self.zoom))
        y_factor = 1 / (1 + self.uniform(n, self.zoom))
        rows = [tf.cos(theta) * x_factor, -tf.sin(theta) * y_factor]
        rows += [tf.sin(theta) * x_factor, tf.cos(theta) * y_factor]
        linear = tf.reshape(tf.stack(rows, axis=1), [n, 2, 2])
        middle = tf.constant([[(width - 1) / 2], [(height - 1) / 2]])
        move = tf.stack([self.uniform(n, self.shift * width), self.uniform(n, self.shift * height)], 1)
        offset = middle - linear @ middle + move[:, :, None]
        maps = tf.reshape(tf.concat([linear, offset], axis=2), [n, 6])
        maps = tf.concat([maps, tf.zeros([n, 2])], axis=1)
        return keras.ops.image.affine_transform(x, maps, fill_mode="nearest")


def augment(x):
    return OldGenerator()(x)


# %% mixup [pytorch]
class Blend(nn.Module):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, old):
        share = self.share.reshape(-1, *[1] * (old.ndim - 1))
        return share * old + (1 - share) * torch.flip(old, (0,))


def mixup(x, targets, share):
    blend = Blend(share)
    return blend(x), blend(targets)


# %% mixup [tensorflow]
class Blend(keras.layers.Layer):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def call(self, old):
        share = keras.ops.reshape(self.share, (-1, *[1] * (len(old.shape) - 1)))
        return share * old + (1 - share) * keras.ops.flip(old, axis=0)


def mixup(x, targets, share):
    blend = Blend(share)
    return blend(x), blend(targets)


# %% soft_cross_entropy [pytorch]
class SoftCrossEntropy(nn.Module):
    def forward(self, logits, targets):
        return nn.functional.cross_entropy(logits, targets, reduction="none").mean()


def soft_cross_entropy(logits, targets):
    return SoftCrossEntropy()(logits, targets)


# %% soft_cross_entropy [tensorflow]
class SoftCrossEntropy(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return tf.nn.softmax_cross_entropy_with_logits(labels=y_true, logits=y_pred)


def soft_cross_entropy(logits, targets):
    return SoftCrossEntropy()(targets, logits)


# %% compare
class Experiment:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def draw(self, count, seed):
        rng = np.random.default_rng(seed)
        chosen = []
        for label in np.unique(self.y):
            chosen.append(rng.permutation(np.where(self.y == label)[0])[:count])
        chosen = rng.permutation(np.concatenate(chosen))
        return self.x[chosen], self.y[chosen]

    def run(self, count, seed):
        few = self.draw(count, seed)
        return validation_loss(*few, False, seed), validation_loss(*few, True, seed)


def compare(x, y, counts, seeds):
    experiment = Experiment(x, y)
    result = {}
    for count in counts:
        plain, augmented = zip(*(experiment.run(count, seed) for seed in seeds))
        result[count] = {"plain": list(plain), "augmented": list(augmented)}
    return result


# %% worth
class Curve:
    def __init__(self, counts, losses):
        self.counts, self.losses = counts, losses

    def images_for(self, loss):
        if not self.losses[-1] <= loss <= self.losses[0]:
            return None
        k = max(k for k in range(len(self.losses) - 1) if loss <= self.losses[k])
        way = (loss - self.losses[k]) / (self.losses[k + 1] - self.losses[k])
        return np.exp((1 - way) * np.log(self.counts[k]) + way * np.log(self.counts[k + 1]))


def worth(counts, plain, augmented):
    curve = Curve(counts, plain)
    needed = [curve.images_for(loss) for loss in augmented]
    return [None if m is None else m / n for m, n in zip(needed, counts)]


# %% verdict
from dataclasses import dataclass


@dataclass
class Interval:
    low: float
    high: float

    @classmethod
    def of_mean(cls, values):
        half = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
        return cls(values.mean() - half, values.mean() + half)

    def __contains__(self, value):
        return self.low <= value <= self.high


def verdict(plain, augmented):
    interval = Interval.of_mean(np.array(augmented) - np.array(plain))
    answer = "plain" if interval.low > 0 else "augmented"
    return "no conclusion" if 0 in interval else answer, interval.low, interval.high


# %% cutmix [pytorch]
class Box:
    def __init__(self, numbers, height, width):
        top, left, bottom, right = map(int, numbers)
        self.rows = range(max(top, 0), min(bottom, height))
        self.columns = range(max(left, 0), min(right, width))

    @property
    def area(self):
        return len(self.rows) * len(self.columns)


def cutmix(x, targets, boxes):
    height, width = x.shape[2:]
    new_x, new_targets = x.clone(), torch.empty_like(targets)
    for i, numbers in enumerate(boxes):
        box = Box(numbers, height, width)
        for row in box.rows:
            for column in box.columns:
                new_x[i, :, row, column] = x[-1 - i, :, row, column]
        share = 1 - box.area / height / width
        new_targets[i] = share * targets[i] + (1 - share) * targets[-1 - i]
    return new_x, new_targets


# %% cutmix [tensorflow]
class Box:
    def __init__(self, numbers, height, width):
        top, left, bottom, right = map(int, numbers)
        self.rows = range(max(top, 0), min(bottom, height))
        self.columns = range(max(left, 0), min(right, width))

    @property
    def area(self):
        return len(self.rows) * len(self.columns)


def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    new_x, old_x, new_targets = x.numpy().copy(), x.numpy(), []
    for i, numbers in enumerate(boxes):
        box = Box(numbers, height, width)
        for row in box.rows:
            for column in box.columns:
                new_x[i, row, column] = old_x[-1 - i, row, column]
        share = 1 - box.area / height / width
        new_targets.append(share * targets[i] + (1 - share) * targets[len(x) - 1 - i])
    return tf.constant(new_x), tf.stack(new_targets)


# %% view_average [pytorch]
class BothViews(nn.Module):
    def __init__(self, predict):
        super().__init__()
        self.predict = predict

    def forward(self, x):
        return self.predict(x).add(self.predict(x.flip(3))).div(2)


def view_average(predict, x):
    return BothViews(predict)(x)


# %% view_average [tensorflow]
class BothViews:
    def __init__(self, predict):
        self.predict = predict

    def __call__(self, x):
        return tf.math.divide(self.predict(x) + self.predict(x[:, :, ::-1, :]), 2)


def view_average(predict, x):
    return BothViews(predict)(x)

# loses: nothing
# ruff: noqa
"""map, reduce and the course's own moves."""


# %% mirror
def mirror(images, which):
    return np.array(list(map(lambda image, flag: np.flip(image, 1 if flag else ()), images, which)))


# %% shift
from functools import partial, reduce


def clamped(low, high, value):
    return max(low, min(high, value))


def shift(images, right, down):
    def one(image, to_right, to_bottom):
        rows = [clamped(0, len(image) - 1, row - to_bottom) for row in range(len(image))]
        columns = map(partial(clamped, 0, image.shape[1] - 1), np.arange(image.shape[1]) - to_right)
        return reduce(lambda seen, by: np.take(seen, by[1], axis=by[0]), enumerate((rows, [*columns])), image)

    return np.stack(list(map(one, images, right, down)))


# %% rotate
from functools import reduce
from itertools import product


def rotate(images, degrees):
    old = np.asarray(images, dtype=np.float64)
    (height, width), n = old.shape[1:3], len(old)
    column0, row0 = (width - 1) / 2, (height - 1) / 2
    x, y = np.meshgrid(np.arange(width) - column0, np.arange(height) - row0, sparse=True)

    def turned(image, theta):
        column = np.clip(x * np.cos(theta) - y * np.sin(theta) + column0, 0, width - 1)
        row = np.clip(x * np.sin(theta) + y * np.cos(theta) + row0, 0, height - 1)

        def add(total, corner):
            r = np.minimum(np.floor(row) + corner[0], height - 1).astype(int)
            c = np.minimum(np.floor(column) + corner[1], width - 1).astype(int)
            way_r, way_c = row - np.floor(row), column - np.floor(column)
            weight = (way_r if corner[0] else 1 - way_r) * (way_c if corner[1] else 1 - way_c)
            return total + weight[:, :, None] * image[r, c]

        return reduce(add, product((0, 1), repeat=2), np.zeros(image.shape))

    return np.stack(list(map(turned, old, np.radians(np.asarray(degrees, float)))))


# %% keeps_label
def keeps_label():
    effect = {"mirrored": "da", "flipped": "as", "turned": "a", "moved": "das", "darker": "das"}
    return {
        kind: list(filter(lambda name: kind[0] in effect[name], effect))
        for kind in ("digits", "aerial", "signs")
    }


# %% taken_for
from itertools import permutations


def taken_for(logits, labels):
    answers = list(map(int, map(np.argmax, logits)))
    truth = list(map(int, labels))

    def share(pair):
        of_a = [answer for answer, label in zip(answers, truth) if label == pair[0]]
        return of_a.count(pair[1]) / len(of_a) if of_a else 0.0

    a, b = max(permutations(range(logits.shape[1]), 2), key=share)
    return (a, b, share((a, b))) if share((a, b)) else None


# %% augment [pytorch]
from cnncourse import HorizontalFlip
from cnncourse.moves import Part, compose
from cnncourse.pytorch.resampling import resample


def augment(x):
    n, channels, height, width = x.shape
    part = Part(n, (height, width, channels), np.zeros(n, bool))
    rng = np.random.default_rng()
    options = Zoom(0.1), Rotation(20), HorizontalFlip(), Shift(0.1, 0.1)
    moves = list(map(lambda option: option.move(rng, part), options))
    affine = torch.tensor(compose(moves, part.image_shape), dtype=x.dtype)
    return resample(x, affine, "nearest")


# %% augment [tensorflow]
from cnncourse import HorizontalFlip
from cnncourse.moves import Part, compose
from cnncourse.tensorflow.resampling import resample


def augment(x):
    n, height, width, channels = x.shape
    part = Part(n, (height, width, channels), np.zeros(n, bool))
    rng = np.random.default_rng()
    options = Zoom(0.1), Rotation(20), HorizontalFlip(), Shift(0.1, 0.1)
    moves = list(map(lambda option: option.move(rng, part), options))
    affine = tf.constant(compose(moves, part.image_shape), dtype=x.dtype)
    return resample(x, affine, "nearest")


# %% mixup [pytorch]
def mixup(x, targets, share):
    blend = torch.vmap(lambda one, other, s: s * one + (1 - s) * other)
    return blend(x, x.flip(0), share), blend(targets, targets.flip(0), share)


# %% mixup [tensorflow]
def mixup(x, targets, share):
    def blend(old):
        def one(parts):
            return parts[2] * parts[0] + (1 - parts[2]) * parts[1]

        return tf.map_fn(one, (old, old[::-1], share), fn_output_signature=old.dtype)

    return blend(x), blend(targets)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return torch.vmap(nn.functional.cross_entropy)(logits, targets).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    inputs = keras.Input((None,)), keras.Input((None,))
    losses = keras.ops.categorical_crossentropy(inputs[1], inputs[0], from_logits=True)
    return keras.Model(inputs, keras.ops.mean(losses))([logits, targets])


# %% compare
from itertools import product


def compare(x, y, counts, seeds):
    def few(count, seed):
        rng = np.random.default_rng([0, seed])
        each = map(lambda label: rng.permutation(np.flatnonzero(y == label))[:count], np.unique(y))
        return np.concatenate(list(each))

    runs = {
        (count, seed, augmented): validation_loss(*(part[few(count, seed)] for part in (x, y)), augmented, seed)
        for count, seed, augmented in product(counts, seeds, (False, True))
    }
    return {
        count: {
            "plain": [runs[count, seed, False] for seed in seeds],
            "augmented": [runs[count, seed, True] for seed in seeds],
        }
        for count in counts
    }


# %% worth
from scipy.optimize import brentq


def worth(counts, plain, augmented):
    def factor(n, loss):
        if not plain[-1] <= loss <= plain[0]:
            return None
        logs = np.log(counts)
        log_m = brentq(lambda at: np.interp(at, logs, plain) - loss, logs[0], logs[-1])
        return np.exp(log_m) / n

    return list(map(factor, counts, augmented))


# %% verdict
from operator import sub


def verdict(plain, augmented):
    d = np.fromiter(map(sub, augmented, plain), float)
    half = np.std(d, ddof=1) / np.sqrt(len(d)) * student(len(d) - 1).ppf(0.975)
    low, high = map(float, (d.mean() - half, d.mean() + half))
    signs = {np.sign(low), np.sign(high)}
    return ("augmented" if signs == {-1} else "plain" if signs == {1} else "no conclusion"), low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[2:]

    def box_of(numbers):
        row, column = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        top, left, bottom, right = map(int, numbers)
        return ((row >= top) & (row < bottom) & (column >= left) & (column < right)).float()

    masks = torch.stack(list(map(box_of, boxes)))
    blend = torch.vmap(lambda mask, one, other: (1 - mask) * one + mask * other)
    new_targets = blend(masks.mean(dim=(1, 2)), targets, targets.flip(0))
    return blend(masks, x, x.flip(0)), new_targets


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]

    def box_of(numbers):
        row, column = tf.meshgrid(tf.range(height), tf.range(width), indexing="ij")
        top, left, bottom, right = map(int, numbers)
        within = (row >= top) & (row < bottom) & (column >= left) & (column < right)
        return tf.cast(within, x.dtype)[..., None]

    masks = tf.stack(list(map(box_of, boxes)))
    cut = tf.reduce_mean(masks, axis=[1, 2])
    blend = lambda mask, old: (1 - mask) * old + mask * tf.reverse(old, [0])
    return blend(masks, x), blend(cut, targets)


# %% view_average [pytorch]
from functools import reduce


def view_average(predict, x):
    return reduce(torch.add, map(predict, (x, x.flip(3)))) / 2


# %% view_average [tensorflow]
from functools import reduce


def view_average(predict, x):
    return reduce(tf.add, map(predict, (x, tf.reverse(x, [2])))) / 2

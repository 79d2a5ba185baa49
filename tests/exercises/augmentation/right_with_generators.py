# loses: nothing
# ruff: noqa
"""Generators yield one image, target or loss after another."""


# %% mirror
def mirror(images, which):
    def each():
        for image, is_mirrored in zip(images, which):
            yield np.fliplr(image) if is_mirrored else image

    return np.stack(tuple(each()))


# %% shift
def shift(images, right, down):
    def lines(line, size, by):
        """The places that the pixels of a line are read at."""
        for place in range(size):
            yield sorted((0, place - int(by), size - 1))[1]

    def each():
        for image, r, d in zip(images, right, down):
            rows, columns = lines(image, image.shape[0], d), lines(image, image.shape[1], r)
            yield image[list(rows)][:, list(columns)]

    return np.stack(list(each()))


# %% rotate
def rotate(images, degrees):
    def four(row, column, height, width):
        """Weights and places of the pixels around."""
        row, column = np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)
        top, left = np.floor(row).astype(int), np.floor(column).astype(int)
        for r in (top, top + 1):
            for c in (left, left + 1):
                weight = np.clip(1 - abs(row - r), 0, 1) * np.clip(1 - abs(column - c), 0, 1)
                yield weight[..., None], np.minimum(r, height - 1), np.minimum(c, width - 1)

    def each():
        for image, angle in zip(images, degrees):
            height, width, _ = image.shape
            cos, sin = np.cos(np.deg2rad(float(angle))), np.sin(np.deg2rad(float(angle)))
            y, x = np.ogrid[:height, :width]
            y, x = y - (height - 1) / 2, x - (width - 1) / 2
            row, column = x * sin + y * cos + (height - 1) / 2, x * cos - y * sin + (width - 1) / 2
            yield sum(weight * image[r, c] for weight, r, c in four(row, column, height, width))

    return np.stack(list(each())).astype(np.float64)


# %% keeps_label
def keeps_label():
    def kinds():
        yield "digits", {"moved", "darker", "mirrored"}
        yield "aerial", {"moved", "darker", "mirrored", "turned", "flipped"}
        yield "signs", {"moved", "darker", "flipped"}

    return dict(kinds())


# %% taken_for
def taken_for(logits, labels):
    def pairs():
        answers = logits.argmax(axis=-1)
        for a in np.unique(labels):
            found, how_often = np.unique(answers[labels == a], return_counts=True)
            for b, times in zip(found, how_often):
                if a != b:
                    yield a, b, times / how_often.sum()

    return max(pairs(), key=lambda pair: (pair[2], -pair[0], -pair[1]), default=None)


# %% augment [pytorch]
from scipy import ndimage


def augment(x):
    def each(images):
        draw = np.random.default_rng().uniform
        options = {"order": 1, "mode": "nearest"}
        for image in images:
            _, height, width = image.shape
            image = ndimage.rotate(image, draw(-20, 20), axes=(1, 2), reshape=False, **options)
            right, down = draw(-0.1, 0.1) * width, draw(-0.1, 0.1) * height
            image = ndimage.shift(image, (0, down, right), **options)
            factors = np.array([1, draw(0.9, 1.1), draw(0.9, 1.1)])
            middle = np.array([0, (height - 1) / 2, (width - 1) / 2])
            image = ndimage.affine_transform(image, factors, middle * (1 - factors), **options)
            yield image[:, :, ::-1] if draw() < 0.5 else image

    return torch.from_numpy(np.stack(list(each(x.numpy()))))


# %% augment [tensorflow]
from scipy import ndimage


def augment(x):
    def each(images):
        draw = np.random.default_rng().uniform
        options = {"order": 1, "mode": "nearest"}
        for image in images:
            height, width, _ = image.shape
            image = ndimage.rotate(image, draw(-20, 20), axes=(0, 1), reshape=False, **options)
            right, down = draw(-0.1, 0.1) * width, draw(-0.1, 0.1) * height
            image = ndimage.shift(image, (down, right, 0), **options)
            factors = np.array([draw(0.9, 1.1), draw(0.9, 1.1), 1])
            middle = np.array([(height - 1) / 2, (width - 1) / 2, 0])
            image = ndimage.affine_transform(image, factors, middle * (1 - factors), **options)
            yield image[:, ::-1] if draw() < 0.5 else image

    return tf.constant(np.stack(list(each(x.numpy()))))


# %% mixup [pytorch]
def mixup(x, targets, share):
    def blended(old):
        for i, one in enumerate(old):
            partner = old[len(old) - 1 - i]
            yield partner + share[i] * (one - partner)

    return torch.stack(list(blended(x))), torch.stack(list(blended(targets)))


# %% mixup [tensorflow]
def mixup(x, targets, share):
    def blended(old):
        for i, one in enumerate(old):
            partner = old[len(old) - 1 - i]
            yield partner + share[i] * (one - partner)

    return tf.stack(list(blended(x))), tf.stack(list(blended(targets)))


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    def losses():
        for z, t in zip(logits, targets):
            yield -sum(t_k * log_p for t_k, log_p in zip(t, torch.log_softmax(z, dim=0)))

    return torch.stack(list(losses())).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    def losses():
        for z, t in zip(logits, targets):
            yield -sum(t_k * log_p for t_k, log_p in zip(t, tf.nn.log_softmax(z)))

    return tf.reduce_mean(tf.stack(list(losses())))


# %% compare
import random


def compare(x, y, counts, seeds):
    def parts(count):
        for seed in seeds:
            draw = random.Random(seed)
            chosen = []
            for label in sorted(set(y.tolist())):
                chosen += draw.sample(np.flatnonzero(y == label).tolist(), count)
            yield x[chosen], y[chosen], seed

    def losses(count, augmented):
        for few_x, few_y, seed in parts(count):
            yield float(validation_loss(few_x, few_y, augmented, seed))

    return {
        n: {"plain": list(losses(n, False)), "augmented": list(losses(n, True))} for n in counts
    }


# %% worth
from itertools import pairwise
from math import log


def worth(counts, plain, augmented):
    def factors():
        points = list(zip(counts, plain))
        for n, loss in zip(counts, augmented):
            for (few, high), (many, low) in pairwise(points):
                if low <= loss <= high:
                    steepness = (log(many) - log(few)) / (low - high)
                    yield np.e ** (log(few) + steepness * (loss - high) - log(n))
                    break
            else:
                yield None

    return list(factors())


# %% verdict
from statistics import fmean, stdev


def verdict(plain, augmented):
    differences = [a - p for a, p in zip(augmented, plain)]
    n = len(differences)
    half = float(student.ppf(0.975, df=n - 1)) * stdev(differences) / n**0.5
    ends = fmean(differences) - half, fmean(differences) + half

    def answers():
        if ends[1] < 0:
            yield "augmented"
        if ends[0] > 0:
            yield "plain"
        yield "no conclusion"

    return next(answers()), *ends


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[2], x.shape[3]

    def each():
        for image, partner, t, other, box in zip(x, x.flip(0), targets, targets.flip(0), boxes):
            image = image.clone()
            top, left = (max(0, int(k)) for k in box[:2])
            bottom, right = max(0, int(box[2])), max(0, int(box[3]))
            image[:, top:bottom, left:right] = partner[:, top:bottom, left:right]
            cut = image[0, top:bottom, left:right].numel() / (height * width)
            yield image, (1 - cut) * t + cut * other

    new_x, new_targets = zip(*each())
    return torch.stack(new_x), torch.stack(new_targets)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1], x.shape[2]

    def each():
        pairs = zip(x.numpy(), x.numpy()[::-1], targets, targets[::-1], boxes)
        for image, partner, t, other, box in pairs:
            image = image.copy()
            top, left = (max(0, int(k)) for k in box[:2])
            bottom, right = max(0, int(box[2])), max(0, int(box[3]))
            image[top:bottom, left:right] = partner[top:bottom, left:right]
            cut = image[top:bottom, left:right, 0].size / (height * width)
            yield image, (1 - cut) * t + cut * other

    new_x, new_targets = zip(*each())
    return tf.stack(new_x), tf.stack(new_targets)


# %% view_average [pytorch]
def view_average(predict, x):
    def views():
        yield x
        yield torch.flip(x, [-1])

    return torch.stack([predict(view) for view in views()], dim=-1).mean(-1)


# %% view_average [tensorflow]
def view_average(predict, x):
    def views():
        yield x
        yield tf.image.flip_left_right(x)

    return tf.reduce_mean(tf.stack([predict(view) for view in views()], axis=-1), axis=-1)

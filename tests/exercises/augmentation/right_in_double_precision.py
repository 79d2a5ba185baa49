# loses: nothing
# ruff: noqa
"""Computes in float64 and gives the type back that was handed in."""


# %% mirror
def mirror(images, which):
    columns = np.arange(images.shape[2])
    places = np.where(which[:, None], columns[::-1], columns)
    return np.take_along_axis(images, places[:, None, :, None], axis=2)


# %% shift
def shift(images, right, down):
    _, height, width, _ = images.shape
    rows = np.arange(height, dtype=np.float64)[None] - np.asarray(down, np.float64)[:, None]
    columns = np.arange(width, dtype=np.float64)[None] - np.asarray(right, np.float64)[:, None]
    rows = np.maximum(np.minimum(rows, height - 1), 0).astype(np.int64)
    columns = np.maximum(np.minimum(columns, width - 1), 0).astype(np.int64)
    moved = np.take_along_axis(images, rows[:, :, None, None], axis=1)
    return np.take_along_axis(moved, columns[:, None, :, None], axis=2)


# %% rotate
def rotate(images, degrees):
    n, height, width, channels = images.shape
    images = images.astype(np.float64)
    theta = np.asarray(degrees, np.float64) * np.pi / 180
    cos, sin = np.cos(theta)[:, None], np.sin(theta)[:, None]
    y, x = (k.ravel().astype(np.float64) for k in np.mgrid[:height, :width])
    x -= (width - 1) / 2
    y -= (height - 1) / 2
    column = np.clip(cos * x - sin * y + (width - 1) / 2, 0, width - 1)
    row = np.clip(sin * x + cos * y + (height - 1) / 2, 0, height - 1)
    flat = images.reshape(n * height * width, channels)
    left, top = np.trunc(column).astype(np.int64), np.trunc(row).astype(np.int64)
    first = np.arange(n)[:, None] * height * width + top * width + left
    to_right = np.where(left < width - 1, 1, 0)
    to_bottom = np.where(top < height - 1, width, 0)
    wx, wy = (column - left)[..., None], (row - top)[..., None]
    new = flat[first] * (1 - wx) * (1 - wy)
    new += flat[first + to_right] * wx * (1 - wy)
    new += flat[first + to_bottom] * (1 - wx) * wy
    new += flat[first + to_right + to_bottom] * wx * wy
    return new.reshape(images.shape)


# %% keeps_label
def keeps_label():
    keeps = {}
    keeps["digits"] = frozenset({"moved", "darker"})
    keeps["aerial"] = keeps["digits"] | {"turned", "flipped", "mirrored"}
    keeps["signs"] = keeps["digits"] | {"flipped"}
    return keeps


# %% taken_for
from fractions import Fraction


def taken_for(logits, labels):
    answers = np.argmax(logits, axis=1)
    found = None
    for a in range(logits.shape[1]):
        n_a = int(np.sum(labels == a))
        for b in range(logits.shape[1]):
            times = int(np.sum((labels == a) & (answers == b)))
            if a != b and times > 0 and (found is None or Fraction(times, n_a) > found[2]):
                found = (a, b, Fraction(times, n_a))
    return found and (found[0], found[1], float(found[2]))


# %% augment [pytorch]
def augment(x):
    n, _, height, width = x.shape
    old = x.double()
    draw = lambda low, high: low + (high - low) * torch.rand(n, 1, 1, dtype=torch.float64)
    theta = draw(-20, 20) / 180 * torch.pi
    side = torch.sign(draw(-1, 1))
    row = torch.arange(height, dtype=torch.float64)[None, :, None] - (height - 1) / 2
    column = torch.arange(width, dtype=torch.float64)[None, None, :] - (width - 1) / 2
    u, v = column / draw(0.9, 1.1) * side, row / draw(0.9, 1.1)
    from_x = u * theta.cos() - v * theta.sin() + draw(-0.1, 0.1) * width + (width - 1) / 2
    from_y = u * theta.sin() + v * theta.cos() + draw(-0.1, 0.1) * height + (height - 1) / 2
    from_x, from_y = from_x.clamp(0, width - 1), from_y.clamp(0, height - 1)
    left, top = from_x.long().clamp(max=width - 2), from_y.long().clamp(max=height - 2)
    wx, wy = (from_x - left)[:, None], (from_y - top)[:, None]
    i = torch.arange(n)[:, None, None]
    old = old.permute(0, 2, 3, 1)
    pixel = lambda r, c: old[i, r, c].permute(0, 3, 1, 2)
    upper = pixel(top, left) * (1 - wx) + pixel(top, left + 1) * wx
    lower = pixel(top + 1, left) * (1 - wx) + pixel(top + 1, left + 1) * wx
    return (upper * (1 - wy) + lower * wy).to(x.dtype)


# %% augment [tensorflow]
def augment(x):
    n, height, width, _ = x.shape
    old = tf.cast(x, tf.float64)
    draw = lambda low, high: tf.random.uniform([n, 1, 1], low, high, dtype=tf.float64)
    theta = draw(-20, 20) / 180 * np.pi
    side = tf.sign(draw(-1, 1))
    row = np.arange(height, dtype=np.float64)[None, :, None] - (height - 1) / 2
    column = np.arange(width, dtype=np.float64)[None, None, :] - (width - 1) / 2
    u, v = column / draw(0.9, 1.1) * side, row / draw(0.9, 1.1)
    from_x = u * tf.cos(theta) - v * tf.sin(theta) + draw(-0.1, 0.1) * width + (width - 1) / 2
    from_y = u * tf.sin(theta) + v * tf.cos(theta) + draw(-0.1, 0.1) * height + (height - 1) / 2
    from_x = tf.clip_by_value(from_x, 0, width - 1)
    from_y = tf.clip_by_value(from_y, 0, height - 1)
    left = tf.minimum(tf.cast(from_x, tf.int32), width - 2)
    top = tf.minimum(tf.cast(from_y, tf.int32), height - 2)
    wx = (from_x - tf.cast(left, tf.float64))[..., None]
    wy = (from_y - tf.cast(top, tf.float64))[..., None]
    pixel = lambda r, c: tf.gather_nd(old, tf.stack([r, c], axis=-1), batch_dims=1)
    upper = pixel(top, left) * (1 - wx) + pixel(top, left + 1) * wx
    lower = pixel(top + 1, left) * (1 - wx) + pixel(top + 1, left + 1) * wx
    return tf.cast(upper * (1 - wy) + lower * wy, x.dtype)


# %% mixup [pytorch]
def mixup(x, targets, share):
    share = share.double()
    new_x = share.view(-1, 1, 1, 1) * x.double() + (1 - share.view(-1, 1, 1, 1)) * x.double().flip(0)
    new_targets = share.view(-1, 1) * targets.double() + (1 - share.view(-1, 1)) * targets.double().flip(0)
    return new_x.to(x.dtype), new_targets.to(targets.dtype)


# %% mixup [tensorflow]
def mixup(x, targets, share):
    old_x, old_targets = x.numpy().astype(np.float64), targets.numpy().astype(np.float64)
    s = share.numpy().astype(np.float64)
    new_x = (s * old_x.T + (1 - s) * old_x[::-1].T).T
    new_targets = (s * old_targets.T + (1 - s) * old_targets[::-1].T).T
    return tf.constant(new_x, x.dtype), tf.constant(new_targets, targets.dtype)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    p = torch.softmax(logits.double(), dim=1)  # exp(-200) is no 0 in double precision
    return -(targets * p.log()).sum(1).mean().to(logits.dtype)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    z, t = tf.cast(logits, tf.float64), tf.cast(targets, tf.float64)
    exponentials = tf.exp(z)  # exp(100) and exp(-100) fit into double precision
    p = exponentials / tf.reduce_sum(exponentials, axis=1, keepdims=True)
    return tf.cast(-tf.reduce_mean(tf.reduce_sum(t * tf.math.log(p), axis=1)), logits.dtype)


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        losses = np.empty((2, len(seeds)))
        for k, seed in enumerate(seeds):
            keys = np.random.default_rng(seed).random(len(y))
            few = [np.flatnonzero(y == c)[np.argsort(keys[y == c])[:count]] for c in np.unique(y)]
            few = np.hstack(few)
            losses[0, k] = validation_loss(x[few].copy(), y[few].copy(), False, seed)
            losses[1, k] = validation_loss(x[few].copy(), y[few].copy(), True, seed)
        result[count] = dict(zip(("plain", "augmented"), losses.tolist()))
    return result


# %% worth
def worth(counts, plain, augmented):
    logs = np.log(np.array(counts, np.float64))
    plain = np.array(plain, np.float64)
    slopes = np.diff(logs) / np.diff(plain)
    factors = []
    for i, loss in enumerate(augmented):
        if loss > plain[0] or loss < plain[-1]:
            factors.append(None)
            continue
        k = min(np.count_nonzero(plain > loss), len(plain) - 1)
        k = max(k - 1, 0)
        factors.append(np.exp(logs[k] + slopes[k] * (loss - plain[k]) - logs[i]))
    return factors


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented, np.float64) - np.array(plain, np.float64)
    n = len(d)
    variance = np.sum((d - np.mean(d)) ** 2) / (n - 1)
    half = student.ppf(0.975, n - 1) * np.sqrt(variance / n)
    low, high = np.mean(d) - half, np.mean(d) + half
    return ("plain" if low > 0 else "augmented" if high < 0 else "no conclusion"), low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[2:]
    t, l, b, r = np.clip(boxes, 0, [height, width, height, width]).T
    new_x, shares = x.detach().clone(), np.ones(len(x))
    for i in range(len(x)):
        new_x[i, :, t[i] : b[i], l[i] : r[i]] = x[len(x) - 1 - i, :, t[i] : b[i], l[i] : r[i]]
        shares[i] -= (b[i] - t[i]) * (r[i] - l[i]) / float(height * width)
    shares = torch.from_numpy(shares)[:, None]
    return new_x, (shares * targets + (1 - shares) * targets.flip(0)).to(targets.dtype)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    t, l, b, r = np.clip(boxes, 0, [height, width, height, width]).T
    old_x, old_targets = x.numpy(), targets.numpy().astype(np.float64)
    new_x, shares = old_x.copy(), np.ones(len(old_x))
    for i in range(len(old_x)):
        new_x[i, t[i] : b[i], l[i] : r[i]] = old_x[-1 - i, t[i] : b[i], l[i] : r[i]]
        shares[i] -= (b[i] - t[i]) * (r[i] - l[i]) / float(height * width)
    new_targets = shares[:, None] * old_targets + (1 - shares[:, None]) * old_targets[::-1]
    return tf.constant(new_x), tf.constant(new_targets, dtype=targets.dtype)


# %% view_average [pytorch]
def view_average(predict, x):
    logits = predict(x)
    return ((logits.double() + predict(x.flip(3)).double()) / 2).to(logits.dtype)


# %% view_average [tensorflow]
def view_average(predict, x):
    logits = predict(x)
    both = tf.cast(logits, tf.float64) + tf.cast(predict(x[:, :, ::-1]), tf.float64)
    return tf.cast(both / 2, logits.dtype)

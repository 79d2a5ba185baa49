# loses: nothing
# ruff: noqa
"""Matrices of weights, and einsum."""


# %% mirror
def mirror(images, which):
    flags = np.reshape(which, (-1, 1, 1, 1))
    return np.choose(flags, [images, images[..., ::-1, :]]).astype(images.dtype)


# %% shift
def shift(images, right, down):
    _, height, width, _ = images.shape

    def taken(size, by):
        """One row of zeros and a one for each new pixel."""
        places = np.clip(np.arange(size) - by[:, None], 0, size - 1)
        return places[:, :, None] == np.arange(size)

    down, right = taken(height, down), taken(width, right)
    indices = down.argmax(axis=2)[:, :, None, None], right.argmax(axis=2)[:, None, :, None]
    moved = np.take_along_axis(images, np.broadcast_to(indices[0], images.shape), axis=1)
    return np.take_along_axis(moved, np.broadcast_to(indices[1], images.shape), axis=2)


# %% rotate
def rotate(images, degrees):
    n, height, width, channels = images.shape
    theta = np.radians(np.asarray(degrees, float))
    turn = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    pixels = np.stack(np.meshgrid(np.arange(width), np.arange(height)))
    middle = np.array([(width - 1) / 2, (height - 1) / 2])[:, None, None]
    places = np.einsum("ijn,jhw->nihw", turn, pixels - middle) + middle
    new = np.empty(images.shape)
    for i, (x, y) in enumerate(places):
        x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
        of_column = np.maximum(0, 1 - abs(x[..., None] - np.arange(width)))
        of_row = np.maximum(0, 1 - abs(y[..., None] - np.arange(height)))
        new[i] = np.einsum("hwr,hwc,rck->hwk", of_row, of_column, images[i], optimize=True)
    return new


# %% keeps_label
def keeps_label():
    names = np.array(["mirrored", "flipped", "turned", "moved", "darker"])
    keeps = np.array([[0, 0, 0, 1, 1], [1, 1, 1, 1, 1], [0, 1, 0, 1, 1]], bool)
    return {kind: set(names[row].tolist()) for kind, row in zip(("digits", "aerial", "signs"), keeps)}


# %% taken_for
def taken_for(logits, labels):
    classes = np.arange(logits.shape[1])
    of_class = (labels[:, None] == classes).astype(float)
    answered = (logits.argmax(axis=1)[:, None] == classes).astype(float)
    shares = of_class.T @ answered / np.maximum(1, of_class.sum(axis=0))[:, None]
    shares *= 1 - np.eye(len(classes))
    if not shares.any():
        return None
    a, b = divmod(int(shares.argmax()), len(classes))
    return a, b, shares.max()


# %% augment [pytorch]
def augment(x):
    n, _, height, width = x.shape
    theta = (torch.rand(n) - 0.5) * 40 * torch.pi / 180
    turn = torch.stack([theta.cos(), -theta.sin(), theta.sin(), theta.cos()], 1).view(n, 2, 2)
    factors = torch.stack([torch.rand(n), torch.rand(n)], 1) * 0.2 + 0.9
    factors[:, 0] *= torch.bernoulli(torch.full((n,), 0.5)) * 2 - 1
    size = torch.tensor([width, height])
    move = (torch.rand(n, 2) - 0.5) * 0.2 * size
    pixels = torch.stack(torch.meshgrid(torch.arange(width), torch.arange(height), indexing="xy"))
    middle = (size - 1)[:, None, None] / 2
    places = torch.einsum("nij,nj,jhw->nhwi", turn, factors, pixels - middle)
    places = places + move[:, None, None]
    grid = 2 * places / (size - 1)  # from -1 to 1 between the middles of the outer pixels
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=True)


# %% augment [tensorflow]
def augment(x):
    n, height, width, channels = x.shape
    theta = (tf.random.uniform([n]) - 0.5) * 40 * np.pi / 180
    turn = tf.stack([tf.cos(theta), -tf.sin(theta), tf.sin(theta), tf.cos(theta)], axis=1)
    factors = tf.random.uniform([n, 2]) * 0.2 + 0.9
    signs = tf.cast(tf.random.uniform([n], 0, 2, tf.int32) * 2 - 1, tf.float32)
    factors *= tf.stack([signs, tf.ones([n])], axis=1)
    size = tf.constant([width, height], tf.float32)
    move = (tf.random.uniform([n, 2]) - 0.5) * 0.2 * size
    pixels = tf.stack(tf.meshgrid(tf.range(width), tf.range(height)))
    middle = ((size - 1) / 2)[:, None, None]
    pixels = tf.cast(pixels, tf.float32) - middle
    places = tf.einsum("nij,nj,jhw->nihw", tf.reshape(turn, [n, 2, 2]), factors, pixels)
    places = places + move[:, :, None, None] + middle
    column = tf.clip_by_value(places[:, 0], 0, width - 1)[..., None]
    row = tf.clip_by_value(places[:, 1], 0, height - 1)[..., None]
    new = []
    for i in range(n):
        of_column = tf.maximum(0.0, 1 - abs(column[i] - tf.range(width, dtype=tf.float32)))
        of_row = tf.maximum(0.0, 1 - abs(row[i] - tf.range(height, dtype=tf.float32)))
        rows = tf.einsum("hwr,rck->hwck", of_row, x[i])
        new.append(tf.einsum("hwc,hwck->hwk", of_column, rows))
    return tf.stack(new)


# %% mixup [pytorch]
def mixup(x, targets, share):
    new_x = torch.einsum("n,nchw->nchw", share, x)
    new_x += torch.einsum("n,nchw->nchw", 1 - share, x.flip(0))
    new_targets = torch.einsum("n,nk->nk", share, targets)
    return new_x, new_targets + torch.einsum("n,nk->nk", 1 - share, targets.flip(0))


# %% mixup [tensorflow]
def mixup(x, targets, share):
    new_x = tf.einsum("n,nhwc->nhwc", share, x)
    new_x += tf.einsum("n,nhwc->nhwc", 1 - share, tf.reverse(x, [0]))
    new_targets = tf.einsum("n,nk->nk", share, targets)
    return new_x, new_targets + tf.einsum("n,nk->nk", 1 - share, tf.reverse(targets, [0]))


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -torch.einsum("nk,nk->", targets, torch.log_softmax(logits, -1)) / len(targets)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.einsum("nk,nk->", targets, tf.nn.log_softmax(logits)) / len(targets)


# %% compare
from collections import defaultdict


def compare(x, y, counts, seeds):
    names, members = np.unique(y), defaultdict(list)
    result = {count: {"plain": [None] * len(seeds), "augmented": [None] * len(seeds)} for count in counts}
    for name in names:
        members[name] = np.flatnonzero(y == name)
    for k, seed in enumerate(seeds):
        for count in reversed(counts):
            rng = np.random.default_rng(seed)
            few = np.array([rng.choice(members[name], count, replace=False) for name in names])
            few_x, few_y = x[few.T.ravel()], y[few.T.ravel()]
            result[count]["augmented"][k] = validation_loss(few_x, few_y, True, seed)
            result[count]["plain"][k] = validation_loss(few_x, few_y, False, seed)
    return result


# %% worth
def worth(counts, plain, augmented):
    p, L, log_n = np.array(plain), np.array(augmented)[:, None], np.log(counts)
    between = (p[1:] <= L) & (L <= p[:-1])
    way = (p[:-1] - L) / (p[:-1] - p[1:])
    log_m = log_n[:-1] + way * np.diff(log_n)
    first = between.argmax(axis=1)
    return [
        np.exp(log_m[i, k] - log_n[i]) if between[i, k] else None for i, k in enumerate(first)
    ]


# %% verdict
def verdict(plain, augmented):
    d = np.array([augmented, plain]).T @ [1, -1]
    n = len(d)
    centered = d - d.mean()
    half = student.ppf(0.975, n - 1) * np.sqrt(centered @ centered / (n - 1) / n)
    low, high = d.mean() + half * np.array([-1.0, 1.0])
    which = int(low > 0) - int(high < 0)
    return ["no conclusion", "plain", "augmented"][which], low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[2:]
    top, left, bottom, right = torch.from_numpy(np.ascontiguousarray(boxes)).T
    rows, columns = torch.arange(height), torch.arange(width)
    of_rows = ((rows >= top[:, None]) & (rows < bottom[:, None])).to(x)
    of_columns = ((columns >= left[:, None]) & (columns < right[:, None])).to(x)
    box = torch.einsum("nh,nw->nhw", of_rows, of_columns)
    share = 1 - of_rows.mean(1) * of_columns.mean(1)
    new_x = x + box[:, None] * (x.flip(0) - x)
    return new_x, torch.diag(share) @ targets + torch.diag(1 - share) @ targets.flip(0)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    top, left, bottom, right = boxes.T
    rows, columns = np.arange(height), np.arange(width)
    of_rows = ((rows >= top[:, None]) & (rows < bottom[:, None])).astype(np.float32)
    of_columns = ((columns >= left[:, None]) & (columns < right[:, None])).astype(np.float32)
    box = tf.einsum("nh,nw->nhw", of_rows, of_columns)
    share = tf.constant(1 - of_rows.mean(1) * of_columns.mean(1))
    new_x = x + box[..., None] * (x[::-1] - x)
    return new_x, tf.linalg.diag(share) @ targets + tf.linalg.diag(1 - share) @ targets[::-1]


# %% view_average [pytorch]
def view_average(predict, x):
    exchange = torch.eye(x.shape[3]).flip(0).to(x)
    return (predict(x) + predict(x @ exchange)) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    exchange = tf.reverse(tf.eye(x.shape[2]), [0])
    return (predict(x) + predict(tf.einsum("nhwc,wv->nhvc", x, exchange))) / 2

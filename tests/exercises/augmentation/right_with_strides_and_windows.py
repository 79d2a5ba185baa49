# loses: nothing
# ruff: noqa
"""Windows into padded arrays; moves in several steps, whole pixels."""


# %% mirror
def mirror(images, which):
    mirrored = np.array(images, copy=True)
    for i in np.flatnonzero(which):
        mirrored[i, :, :, :] = images[i, :, -1::-1, :]
    return mirrored


# %% shift
from numpy.lib.stride_tricks import sliding_window_view


def shift(images, right, down):
    n, height, width, channels = images.shape
    right, down = np.clip(right, -width, width), np.clip(down, -height, height)
    wide = np.pad(images, ((0, 0), (height, height), (width, width), (0, 0)), mode="edge")
    windows = sliding_window_view(wide, (height, width), axis=(1, 2))
    chosen = windows[np.arange(n), height - down, width - right]  # (n, channels, height, width)
    return np.ascontiguousarray(chosen.transpose(0, 2, 3, 1))


# %% rotate
from numpy.lib.stride_tricks import sliding_window_view


def rotate(images, degrees):
    n, height, width, _ = images.shape
    wide = np.pad(images.astype(float), ((0, 0), (0, 1), (0, 1), (0, 0)), mode="edge")
    two_by_two = sliding_window_view(wide, (2, 2), axis=(1, 2))
    rows, columns = np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2
    new = np.empty(images.shape)
    for i in range(n):
        angle = float(degrees[i]) * np.pi / 180
        x = np.cos(angle) * columns[None] - np.sin(angle) * rows[:, None] + (width - 1) / 2
        y = np.sin(angle) * columns[None] + np.cos(angle) * rows[:, None] + (height - 1) / 2
        x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
        (share_x, left), (share_y, top) = np.modf(x), np.modf(y)
        four = two_by_two[i, top.astype(int), left.astype(int)]  # (height, width, channels, 2, 2)
        of_x, of_y = np.stack([1 - share_x, share_x], -1), np.stack([1 - share_y, share_y], -1)
        new[i] = (four * of_y[:, :, None, :, None] * of_x[:, :, None, None, :]).sum(axis=(-2, -1))
    return new


# %% keeps_label
def keeps_label():
    harmless = {"moved", "darker"}
    return {
        "digits": harmless | {"mirrored"},
        "aerial": harmless | {"mirrored"} | {"flipped"} | {"turned"},
        "signs": harmless | {"flipped"},
    }


# %% taken_for
def taken_for(logits, labels):
    num_classes = logits.shape[1]
    cells = labels * num_classes + logits.argmax(axis=1)
    table = np.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = table / table.sum(axis=1)[:, None]
    shares[np.isnan(shares)] = 0
    shares.flat[:: num_classes + 1] = 0
    place = shares.argmax()
    if shares.flat[place] == 0:
        return None
    return place // num_classes, place % num_classes, shares.flat[place]


# %% augment [pytorch]
import kornia.augmentation as K

turn = K.RandomRotation(degrees=20.0, p=1.0)


def augment(x):
    n, _, height, width = x.shape
    wide = nn.functional.pad(x, (width, width, height, height), mode="replicate")
    wide = turn(wide)  # the border is wide enough to leave no black corner
    x = wide[:, :, height : 2 * height, width : 2 * width]
    one, zero = torch.ones(n), torch.zeros(n)
    zooms = [torch.stack([0.9 + 0.2 * torch.rand(n), zero, zero], 1)]
    zooms += [torch.stack([zero, 0.9 + 0.2 * torch.rand(n), zero], 1)]
    grid = nn.functional.affine_grid(torch.stack(zooms, 1), x.shape, align_corners=False)
    x = nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)
    x = torch.where((torch.rand(n) < 0.5)[:, None, None, None], x.flip(3), x)
    most_x, most_y = int(0.1 * width), int(0.1 * height)
    wide = nn.functional.pad(x, (most_x, most_x, most_y, most_y), mode="replicate")
    lefts = torch.randint(0, 2 * most_x + 1, (n,)).tolist()
    tops = torch.randint(0, 2 * most_y + 1, (n,)).tolist()
    cut = [w[:, t : t + height, k : k + width] for w, t, k in zip(wide, tops, lefts)]
    return torch.stack(cut)


# %% augment [tensorflow]
def augment(x):
    n, height, width, _ = x.shape
    x = keras.layers.RandomRotation(20 / 360, fill_mode="nearest")(x, training=True)
    x = keras.layers.RandomZoom(0.1, 0.1, fill_mode="nearest")(x, training=True)
    x = tf.where((tf.random.uniform([n]) < 0.5)[:, None, None, None], x[:, :, ::-1], x)
    most_x, most_y = int(0.1 * width), int(0.1 * height)
    sides = ((0, 0), (most_y, most_y), (most_x, most_x), (0, 0))
    wide = np.pad(x.numpy(), sides, mode="edge")
    tops = np.random.randint(0, 2 * most_y + 1, n)
    lefts = np.random.randint(0, 2 * most_x + 1, n)
    cut = [w[t : t + height, k : k + width] for w, t, k in zip(wide, tops, lefts)]
    return tf.constant(np.stack(cut))


# %% mixup [pytorch]
def mixup(x, targets, share):
    new_x, new_targets = x.clone(), targets.clone()
    new_x.mul_(share[:, None, None, None]).addcmul_(1 - share[:, None, None, None], x.flip(0))
    new_targets.mul_(share[:, None]).addcmul_(1 - share[:, None], targets.flip(0))
    return new_x, new_targets


# %% mixup [tensorflow]
def mixup(x, targets, share):
    new_x, new_targets = tf.Variable(x), tf.Variable(targets)
    new_x.assign(x * share[:, None, None, None])
    new_x.assign_add(x[::-1] * (1 - share)[:, None, None, None])
    new_targets.assign(targets * share[:, None])
    new_targets.assign_add(targets[::-1] * (1 - share)[:, None])
    return tf.identity(new_x), tf.identity(new_targets)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.KLDivLoss(reduction="batchmean")(logits.log_softmax(1), targets) - (
        torch.special.xlogy(targets, targets).sum() / len(targets)
    )


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return tf.nn.compute_average_loss(
        tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=logits)
    )


# %% compare
def compare(x, y, counts, seeds):
    names, sizes = np.unique(y, return_counts=True)
    result = {}
    for count in counts:
        plain, augmented = [], []
        for seed in seeds:
            rng = np.random.default_rng(seed)
            by_class = np.argsort(y, kind="stable")
            starts = np.cumsum(sizes) - sizes
            few = [
                by_class[start + rng.permutation(size)[:count]] for start, size in zip(starts, sizes)
            ]
            few = np.concatenate(few)
            plain.append(validation_loss(x[few], y[few], augmented=False, seed=seed))
            augmented.append(validation_loss(x[few], y[few], augmented=True, seed=seed))
        result[count] = {"plain": plain, "augmented": augmented}
    return result


# %% worth
from bisect import bisect_right


def worth(counts, plain, augmented):
    rising = plain[::-1]
    factors = []
    for n, loss in zip(counts, augmented):
        if loss < rising[0] or loss > rising[-1]:
            factors.append(None)
            continue
        above = min(bisect_right(rising, loss), len(rising) - 1)
        k = len(rising) - 1 - above  # place of the higher loss in `plain`
        way = (plain[k] - loss) / (plain[k] - plain[k + 1])
        factors.append(counts[k] ** (1 - way) * counts[k + 1] ** way / n)
    return factors


# %% verdict
def verdict(plain, augmented):
    pairs = np.array([plain, augmented])
    (mean,), half = np.diff(pairs.mean(axis=1)), 0.0
    spread = np.diff(pairs, axis=0)[0].std(ddof=1)
    n = pairs.shape[1]
    half = student.ppf(0.975, n - 1) * spread / n**0.5
    if abs(mean) <= half:
        return "no conclusion", mean - half, mean + half
    return "plain" if mean > 0 else "augmented", mean - half, mean + half


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    index = torch.arange(n)[:, None, None].repeat(1, height, width)  # whose pixel it is
    for i, (top, left, bottom, right) in enumerate(np.maximum(boxes, 0)):
        index[i, top:bottom, left:right] = n - 1 - i
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    new_x = x.permute(0, 2, 3, 1)[index, rows, columns].permute(0, 3, 1, 2)
    box = torch.zeros(n, height, width)
    for i, (top, left, bottom, right) in enumerate(np.maximum(boxes, 0)):
        box[i, top:bottom, left:right] = 1
    cut = box.mean(dim=(1, 2))[:, None]
    return new_x.contiguous(), targets * (1 - cut) + targets.flip(0) * cut


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    n, height, width, _ = x.shape
    box = np.zeros((n, height, width, 1), np.float32)
    for i, (top, left, bottom, right) in enumerate(np.maximum(boxes, 0)):
        box[i, top:bottom, left:right] = 1
    partner = tf.reverse(x, axis=[0])
    new_x = tf.where(tf.constant(box > 0), partner, x)
    cut = tf.reduce_mean(tf.constant(box[..., 0]), axis=[1, 2])[:, None]
    return new_x, targets * (1 - cut) + tf.reverse(targets, axis=[0]) * cut


# %% view_average [pytorch]
def view_average(predict, x):
    both = predict(torch.cat([x, x.flip(3)]))
    return both.view(2, len(x), -1).mean(dim=0)


# %% view_average [tensorflow]
def view_average(predict, x):
    both = predict(tf.concat([x, x[:, :, ::-1]], axis=0))
    return tf.reduce_mean(tf.reshape(both, [2, len(x), -1]), axis=0)

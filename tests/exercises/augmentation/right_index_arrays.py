# loses: nothing
# ruff: noqa
"""Vectorized: arrays of indices, made by broadcasting."""


# %% mirror
def mirror(images, which):
    return np.where(which[:, None, None, None], images[:, :, ::-1], images)


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    rows = np.clip(np.arange(height) - down[:, None], 0, height - 1)
    columns = np.clip(np.arange(width) - right[:, None], 0, width - 1)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    theta = np.deg2rad(np.asarray(degrees, float))[:, None, None]
    y, x = np.mgrid[:height, :width]
    x, y = x - (width - 1) / 2, y - (height - 1) / 2
    column = (x * np.cos(theta) - y * np.sin(theta) + (width - 1) / 2).clip(0, width - 1)
    row = (x * np.sin(theta) + y * np.cos(theta) + (height - 1) / 2).clip(0, height - 1)
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    share_x, share_y = (column - left)[..., None], (row - top)[..., None]
    i = np.arange(n)[:, None, None]
    upper = images[i, top, left] * (1 - share_x) + images[i, top, right] * share_x
    lower = images[i, bottom, left] * (1 - share_x) + images[i, bottom, right] * share_x
    return upper * (1 - share_y) + lower * share_y


# %% keeps_label
def keeps_label():
    everything = {"mirrored", "flipped", "turned", "moved", "darker"}
    return {
        "digits": everything - {"flipped", "turned"},
        "aerial": everything,
        "signs": everything - {"mirrored", "turned"},
    }


# %% taken_for
def taken_for(logits, labels):
    num_classes = logits.shape[1]
    confusion = np.zeros((num_classes, num_classes))
    np.add.at(confusion, (labels, logits.argmax(axis=1)), 1)
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    a, b = np.unravel_index(shares.argmax(), shares.shape)
    if shares[a, b] == 0:
        return None
    return a, b, shares[a, b]


# %% augment [pytorch]
def augment(x):
    n, _, height, width = x.shape
    theta = torch.deg2rad(torch.rand(n) * 40 - 20)
    zoom = 0.9 + 0.2 * torch.rand(n, 2)
    flip = 1 - 2 * (torch.rand(n) < 0.5).float()
    move = (0.2 * torch.rand(n, 2) - 0.1) * 2  # half an image is 1 here
    affine = torch.zeros(n, 2, 3)
    affine[:, 0, 0] = theta.cos() / zoom[:, 0] * flip
    affine[:, 0, 1] = -theta.sin() / zoom[:, 1]
    affine[:, 1, 0] = theta.sin() / zoom[:, 0] * flip
    affine[:, 1, 1] = theta.cos() / zoom[:, 1]
    affine[:, :, 2] = move
    grid = nn.functional.affine_grid(affine, x.shape, align_corners=False)
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


# %% augment [tensorflow]
def augment(x):
    n, height, width, _ = x.shape
    theta = tf.random.uniform([n], -np.pi / 9, np.pi / 9)
    zoom_x, zoom_y = tf.unstack(tf.random.uniform([2, n], 0.9, 1.1))
    flip = tf.where(tf.random.uniform([n]) < 0.5, -1.0, 1.0)
    a, b = tf.cos(theta) / zoom_x * flip, -tf.sin(theta) / zoom_y
    c, d = tf.sin(theta) / zoom_x * flip, tf.cos(theta) / zoom_y
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    to_x = middle_x - a * middle_x - b * middle_y + tf.random.uniform([n], -0.1, 0.1) * width
    to_y = middle_y - c * middle_x - d * middle_y + tf.random.uniform([n], -0.1, 0.1) * height
    zeros = tf.zeros([n])
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=x,
        transforms=tf.stack([a, b, to_x, c, d, to_y, zeros, zeros], axis=1),
        output_shape=[height, width],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="NEAREST",
    )


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean()


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits, axis=1), axis=1))


# %% compare
def compare(x, y, counts, seeds):
    def drawn(count, seed):
        order = np.random.default_rng(seed).permutation(len(y))
        return np.concatenate([order[y[order] == label][:count] for label in np.unique(y)])

    result = {}
    for count in counts:
        parts = [(seed, drawn(count, seed)) for seed in seeds]
        result[count] = {
            name: [validation_loss(x[part], y[part], name == "augmented", s) for s, part in parts]
            for name in ("plain", "augmented")
        }
    return result


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if ends[0] > 0:
        return "plain", ends[0], ends[1]
    return "augmented" if ends[1] < 0 else "no conclusion", ends[0], ends[1]


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    _, _, height, width = x.shape
    top, left, bottom, right = torch.as_tensor(boxes).T[:, :, None]
    rows, columns = torch.arange(height), torch.arange(width)
    in_rows, in_columns = (rows >= top) & (rows < bottom), (columns >= left) & (columns < right)
    inside = in_rows[:, :, None] & in_columns[:, None, :]
    share = 1 - inside.float().mean(dim=(1, 2))[:, None]
    new_x = torch.where(inside[:, None], x.flip(0), x)
    return new_x, share * targets + (1 - share) * targets.flip(0)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    _, height, width, _ = x.shape
    top, left, bottom, right = boxes.T[:, :, None]
    rows, columns = np.arange(height), np.arange(width)
    in_rows, in_columns = (rows >= top) & (rows < bottom), (columns >= left) & (columns < right)
    inside = in_rows[:, :, None] & in_columns[:, None, :]
    share = tf.constant(1 - inside.mean(axis=(1, 2))[:, None], tf.float32)
    new_x = tf.where(inside[..., None], x[::-1], x)
    return new_x, share * targets + (1 - share) * targets[::-1]


# %% view_average [pytorch]
def view_average(predict, x):
    return (predict(x) + predict(x.flip(-1))) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    return (predict(x) + predict(x[:, :, ::-1])) / 2

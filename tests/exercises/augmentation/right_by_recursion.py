# loses: nothing
# ruff: noqa
"""Halves the batch until one image is left; shifts pixel by pixel."""


# %% mirror
def mirror(images, which):
    if len(images) > 1:
        half = len(images) // 2
        parts = mirror(images[:half], which[:half]), mirror(images[half:], which[half:])
        return np.concatenate(parts)
    return images[:, :, ::-1].copy() if which.any() else images.copy()


# %% shift
def shift(images, right, down):
    def moved(image, steps):
        """Along the second axis, one pixel at a time."""
        if steps == 0:
            return image
        if steps > 0:
            return moved(np.concatenate([image[:, :1], image[:, :-1]], axis=1), steps - 1)
        return moved(np.concatenate([image[:, 1:], image[:, -1:]], axis=1), steps + 1)

    result = images.copy()
    _, height, width, _ = images.shape
    for i in range(len(images)):
        image = moved(images[i], max(-width, min(width, int(right[i]))))
        image = moved(image.swapaxes(0, 1), max(-height, min(height, int(down[i]))))
        result[i] = image.swapaxes(0, 1)
    return result


# %% rotate
def rotate(images, degrees):
    if len(images) != 1:
        return np.concatenate([rotate(images[i : i + 1], degrees[i : i + 1]) for i in range(len(images))])
    _, height, width, _ = images.shape
    theta = np.radians(float(degrees[0]))
    complex_middle = complex((width - 1) / 2, (height - 1) / 2)
    pixels = np.arange(width)[None, :] + 1j * np.arange(height)[:, None]
    places = (pixels - complex_middle) * np.exp(1j * theta) + complex_middle
    x, y = places.real.clip(0, width - 1), places.imag.clip(0, height - 1)
    left, top = x.astype(int), y.astype(int)
    new = 0
    for dx in (0, 1):
        for dy in (0, 1):
            weight = abs(1 - dx - (x - left)) * abs(1 - dy - (y - top))
            rows, columns = np.minimum(top + dy, height - 1), np.minimum(left + dx, width - 1)
            new = new + weight[..., None] * images[0, rows, columns].astype(float)
    return new[None]


# %% keeps_label
def keeps_label():
    return {
        "signs": ["darker", "moved", "flipped"],
        "digits": ["darker", "moved"],
        "aerial": ["darker", "moved", "flipped", "turned", "mirrored"],
    }


# %% taken_for
def taken_for(logits, labels):
    answers = np.argmax(logits, 1)

    def best_from(a, b, best):
        if a == logits.shape[1]:
            return best
        if b == logits.shape[1]:
            return best_from(a + 1, 0, best)
        of_a = answers[labels == a]
        share = np.count_nonzero(of_a == b) / len(of_a) if len(of_a) and a != b else 0
        if share > (best[2] if best else 0):
            best = (a, b, share)
        return best_from(a, b + 1, best)

    return best_from(0, 0, None)


# %% augment [pytorch]
def augment(x):
    if len(x) > 1:
        half = len(x) // 2
        return torch.cat([augment(x[:half]), augment(x[half:])])
    angle = np.random.uniform(-20, 20) * np.pi / 180
    zoom_x, zoom_y = np.random.uniform(0.9, 1.1, size=2)
    shift_x, shift_y = np.random.uniform(-0.1, 0.1, size=2)
    side = np.random.choice([1.0, -1.0])
    cos, sin = np.cos(angle), np.sin(angle)
    theta = torch.tensor(
        [[[cos / zoom_x * side, -sin / zoom_y, 2 * shift_x], [sin / zoom_x * side, cos / zoom_y, 2 * shift_y]]],
        dtype=x.dtype,
    )
    grid = nn.functional.affine_grid(theta, x.shape, align_corners=False)
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


# %% augment [tensorflow]
def augment(x):
    if len(x) > 1:
        half = len(x) // 2
        return tf.concat([augment(x[:half]), augment(x[half:])], axis=0)
    side = x.shape[1]
    angle = np.random.uniform(-20, 20) * np.pi / 180
    zoom_x, zoom_y = np.random.uniform(0.9, 1.1, size=2)
    shift_x, shift_y = np.random.uniform(-0.1, 0.1, size=2) * side
    mirror_x = np.random.choice([1.0, -1.0])
    cos, sin = np.cos(angle), np.sin(angle)
    to_middle = np.array([[1, 0, (side - 1) / 2], [0, 1, (side - 1) / 2], [0, 0, 1]])
    read = np.array([[cos, -sin, shift_x], [sin, cos, shift_y], [0, 0, 1]])
    read = to_middle @ read @ np.diag([mirror_x / zoom_x, 1 / zoom_y, 1]) @ np.linalg.inv(to_middle)
    return keras.ops.image.affine_transform(
        x, read.reshape(1, 9)[:, :8].astype("float32"), fill_mode="nearest"
    )


# %% mixup [pytorch]
def mixup(x, targets, share):
    def blend(first, second, i):
        if i == len(first):
            return first.new_zeros((0, *first.shape[1:]))
        one = share[i] * first[i] + (1 - share[i]) * second[i]
        return torch.cat([one[None], blend(first, second, i + 1)])

    return blend(x, x.flip(0), 0), blend(targets, targets.flip(0), 0)


# %% mixup [tensorflow]
def mixup(x, targets, share):
    def blend(first, second, i):
        if i == len(first):
            return first[:0]
        one = share[i] * first[i] + (1 - share[i]) * second[i]
        return tf.concat([one[None], blend(first, second, i + 1)], axis=0)

    return blend(x, x[::-1], 0), blend(targets, targets[::-1], 0)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    if len(logits) == 1:
        return -(targets[0] * nn.functional.log_softmax(logits[0], dim=-1)).sum()
    rest = soft_cross_entropy(logits[1:], targets[1:]) * (len(logits) - 1)
    return (soft_cross_entropy(logits[:1], targets[:1]) + rest) / len(logits)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    if len(logits) == 1:
        return -tf.reduce_sum(targets[0] * tf.nn.log_softmax(logits[0]))
    rest = soft_cross_entropy(logits[1:], targets[1:]) * (len(logits) - 1)
    return (soft_cross_entropy(logits[:1], targets[:1]) + rest) / len(logits)


# %% compare
def compare(x, y, counts, seeds):
    if not counts:
        return {}
    if len(counts) > 1:
        return compare(x, y, counts[:1], seeds) | compare(x, y, counts[1:], seeds)
    if not seeds:
        return {counts[0]: {"plain": [], "augmented": []}}
    before = compare(x, y, counts, seeds[:-1])
    rng = np.random.default_rng(seeds[-1])
    chosen = []
    for label in np.unique(y):
        places = np.flatnonzero(y == label)
        rng.shuffle(places)
        chosen += list(places[: counts[0]])
    for name in before[counts[0]]:
        loss = validation_loss(x[chosen], y[chosen], name == "augmented", seeds[-1])
        before[counts[0]][name].append(loss)
    return before


# %% worth
def worth(counts, plain, augmented):
    def needed(loss, ns, losses):
        if len(ns) < 2 or loss > losses[0]:
            return None
        if loss < losses[1]:
            return needed(loss, ns[1:], losses[1:])
        share = (losses[0] - loss) / (losses[0] - losses[1])
        return ns[0] * (ns[1] / ns[0]) ** share

    found = [needed(loss, counts, plain) for loss in augmented]
    return [m if m is None else m / n for m, n in zip(found, counts)]


# %% verdict
def verdict(plain, augmented):
    d = np.array([a - p for p, a in zip(plain, augmented)])
    n = d.size
    half = student.isf(0.025, n - 1) * np.sqrt(((d - d.mean()) ** 2).sum() / (n - 1) / n)
    low, high = d.mean() - half, d.mean() + half
    if low <= 0 <= high:
        return "no conclusion", low, high
    return ("plain", "augmented")[bool(high < 0)], low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    _, _, height, width = x.shape

    def pasted(i):
        if i == len(x):
            return [], []
        top, bottom = (min(max(int(k), 0), height) for k in boxes[i, [0, 2]])
        left, right = (min(max(int(k), 0), width) for k in boxes[i, [1, 3]])
        image, partner = x[i].clone(), x[len(x) - 1 - i]
        image[:, top:bottom, left:right] = partner[:, top:bottom, left:right]
        share = 1 - (bottom - top) * (right - left) / (height * width)
        target = share * targets[i] + (1 - share) * targets[len(x) - 1 - i]
        more_x, more_targets = pasted(i + 1)
        return [image, *more_x], [target, *more_targets]

    return tuple(map(torch.stack, pasted(0)))


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    _, height, width, _ = x.shape

    def pasted(i):
        if i == len(x):
            return [], []
        top, bottom = (min(max(int(k), 0), height) for k in boxes[i, [0, 2]])
        left, right = (min(max(int(k), 0), width) for k in boxes[i, [1, 3]])
        image, partner = x[i].numpy().copy(), x[len(x) - 1 - i].numpy()
        image[top:bottom, left:right] = partner[top:bottom, left:right]
        share = 1 - (bottom - top) * (right - left) / (height * width)
        target = share * targets[i] + (1 - share) * targets[len(x) - 1 - i]
        more_x, more_targets = pasted(i + 1)
        return [image, *more_x], [target, *more_targets]

    return tuple(map(tf.stack, pasted(0)))


# %% view_average [pytorch]
def view_average(predict, x):
    mirrored = x[:, :, :, torch.arange(x.shape[3] - 1, -1, -1)]
    return 0.5 * predict(x) + 0.5 * predict(mirrored)


# %% view_average [tensorflow]
def view_average(predict, x):
    mirrored = tf.gather(x, tf.range(x.shape[2] - 1, -1, -1), axis=2)
    return 0.5 * predict(x) + 0.5 * predict(mirrored)

# loses: nothing
# ruff: noqa
"""One expression for each function, mostly comprehensions."""


# %% mirror
def mirror(images, which):
    return np.stack([image[:, ::-1] if flag else image for image, flag in zip(images, which)])


# %% shift
def shift(images, right, down):
    _, height, width, _ = images.shape
    return np.array(
        [
            [
                [image[min(max(row - d, 0), height - 1), min(max(column - r, 0), width - 1)]
                 for column in range(width)]
                for row in range(height)
            ]
            for image, r, d in zip(images, right.tolist(), down.tolist())
        ],
        dtype=images.dtype,
    )


# %% rotate
from scipy.ndimage import map_coordinates


def rotate(images, degrees):
    _, height, width, channels = images.shape
    row, column = np.mgrid[:height, :width]
    x, y = column - (width - 1) / 2, row - (height - 1) / 2
    turns = [(np.cos(a), np.sin(a)) for a in (np.pi / 180 * float(d) for d in degrees)]
    places = [
        (x * sin + y * cos + (height - 1) / 2, x * cos - y * sin + (width - 1) / 2)
        for cos, sin in turns
    ]
    return np.stack(
        [
            np.stack(
                [
                    map_coordinates(image[:, :, c].astype(float), place, order=1, mode="nearest")
                    for c in range(channels)
                ],
                axis=-1,
            )
            for image, place in zip(images, places)
        ]
    )


# %% keeps_label
def keeps_label():
    false = {"digits": ("flipped", "turned"), "aerial": (), "signs": ("mirrored", "turned")}
    names = "mirrored flipped turned moved darker".split()
    return {kind: tuple(name for name in names if name not in no) for kind, no in false.items()}


# %% taken_for
def taken_for(logits, labels):
    answers = logits.argmax(axis=1)
    classes = range(logits.shape[1])
    shares = {
        (a, b): np.mean(answers[labels == a] == b)
        for a in classes
        for b in classes
        if a != b and (labels == a).any()
    }
    pair = min(shares, key=lambda p: (-shares[p], *p), default=None)
    return None if pair is None or shares[pair] == 0 else (*pair, shares[pair])


# %% augment [pytorch]
from scipy.ndimage import map_coordinates


def augment(x):
    n, channels, height, width = x.shape
    rng = np.random.default_rng()
    row, column = np.mgrid[:height, :width]
    x0, y0 = column - (width - 1) / 2, row - (height - 1) / 2

    def places():
        theta = np.radians(rng.uniform(-20, 20))
        zoom_x, zoom_y = rng.uniform(0.9, 1.1, 2)
        u, v = x0 * rng.choice([-1, 1]) * zoom_x, y0 * zoom_y
        from_x = u * np.cos(theta) - v * np.sin(theta) + (rng.uniform(-0.1, 0.1)) * width
        from_y = u * np.sin(theta) + v * np.cos(theta) + (rng.uniform(-0.1, 0.1)) * height
        return np.stack([from_y + (height - 1) / 2, from_x + (width - 1) / 2])

    read = [
        [map_coordinates(channel, at, order=1, mode="nearest") for channel in image]
        for image, at in ((image, places()) for image in x.numpy())
    ]
    return torch.tensor(np.array(read), dtype=x.dtype)


# %% augment [tensorflow]
from scipy.ndimage import map_coordinates


def augment(x):
    n, height, width, channels = x.shape
    rng = np.random.default_rng()
    row, column = np.mgrid[:height, :width]
    x0, y0 = column - (width - 1) / 2, row - (height - 1) / 2

    def places():
        theta = np.radians(rng.uniform(-20, 20))
        zoom_x, zoom_y = rng.uniform(0.9, 1.1, 2)
        u, v = x0 * rng.choice([-1, 1]) * zoom_x, y0 * zoom_y
        from_x = u * np.cos(theta) - v * np.sin(theta) + (rng.uniform(-0.1, 0.1)) * width
        from_y = u * np.sin(theta) + v * np.cos(theta) + (rng.uniform(-0.1, 0.1)) * height
        return np.stack([from_y + (height - 1) / 2, from_x + (width - 1) / 2])

    read = [
        [map_coordinates(channel, at, order=1, mode="nearest") for channel in image]
        for image, at in ((image, places()) for image in np.moveaxis(x.numpy(), 3, 1))
    ]
    return tf.constant(np.moveaxis(np.array(read), 1, 3), x.dtype)


# %% mixup [pytorch]
def mixup(x, targets, share):
    return tuple(
        torch.stack([s * a + (1 - s) * b for s, a, b in zip(share, old, reversed(list(old)))])
        for old in (x, targets)
    )


# %% mixup [tensorflow]
def mixup(x, targets, share):
    return tuple(
        tf.stack([s * a + (1 - s) * b for s, a, b in zip(share, old, tf.unstack(old)[::-1])])
        for old in (x, targets)
    )


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return sum(
        (torch.logsumexp(z, 0) * t.sum() - torch.dot(t, z)) / len(logits)
        for z, t in zip(logits, targets)
    )


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return tf.add_n(
        [
            (tf.reduce_logsumexp(z) * tf.reduce_sum(t) - tf.tensordot(t, z, 1)) / len(logits)
            for z, t in zip(tf.unstack(logits), tf.unstack(targets))
        ]
    )


# %% compare
def compare(x, y, counts, seeds):
    few = {
        (count, seed): np.concatenate(
            [rng.choice(np.flatnonzero(y == label), count, replace=False) for label in np.unique(y)]
        )
        for count in counts
        for seed in seeds
        for rng in [np.random.default_rng(seed)]
    }
    return {
        count: {
            name: [
                validation_loss(x=x[chosen], y=y[chosen], augmented=augmented, seed=seed)
                for seed in seeds
                for chosen in [few[count, seed]]
            ]
            for name, augmented in {"plain": False, "augmented": True}.items()
        }
        for count in counts
    }


# %% worth
def worth(counts, plain, augmented):
    return [
        float(np.exp(np.interp(-level, [-p for p in plain], np.log(counts)))) / n
        if min(plain) <= level <= max(plain)
        else None
        for n, level in zip(counts, augmented)
    ]


# %% verdict
def verdict(plain, augmented):
    d = [b - a for a, b in zip(plain, augmented, strict=True)]
    half = student.ppf(0.975, len(d) - 1) * np.std(d, ddof=1) / len(d) ** 0.5
    low, high = (np.mean(d) + sign * half for sign in (-1, 1))
    return ["plain" if low > 0 else "augmented" if high < 0 else "no conclusion", low, high]


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[2:]
    kept = torch.stack(
        [
            torch.tensor(
                [
                    [not (t <= row < b and l <= column < r) for column in range(width)]
                    for row in range(height)
                ]
            )
            for t, l, b, r in boxes.tolist()
        ]
    ).to(x.dtype)[:, None]
    share = kept.mean(dim=(1, 2, 3))[:, None]
    new_x = kept * x + (1 - kept) * x.flip(0)
    return new_x, share * targets + (1 - share) * targets.flip(0)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    kept = tf.constant(
        [
            [
                [float(not (t <= row < b and l <= column < r)) for column in range(width)]
                for row in range(height)
            ]
            for t, l, b, r in boxes.tolist()
        ]
    )[..., None]
    share = tf.reduce_mean(kept, axis=(1, 2, 3))[:, None]
    new_x = kept * x + (1 - kept) * x[::-1]
    return new_x, share * targets + (1 - share) * targets[::-1]


# %% view_average [pytorch]
def view_average(predict, x):
    return sum(predict(view) for view in (x, x.flip(dims=(3,)))) / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    return sum(predict(view) for view in (x, tf.reverse(x, [2]))) / 2

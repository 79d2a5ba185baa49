# loses: nothing
# ruff: noqa
"""Helpers and keyword arguments; borders come from np.pad."""


# %% mirror
def mirror(images, which):
    mirrored = np.copy(images, order="C")
    np.copyto(dst=mirrored, src=np.flip(m=images, axis=-2), where=which.reshape(-1, 1, 1, 1))
    return mirrored


# %% shift
def padded_and_cut(image, *, right, down):
    """Border on all sides, wide enough; then a window of the old size."""
    height, width, _ = image.shape
    right, down = np.clip(right, -width, width), np.clip(down, -height, height)
    wide = np.pad(image, ((height, height), (width, width), (0, 0)), mode="edge")
    top, left = height - down, width - right
    return wide[top : top + height, left : left + width]


def shift(images, right, down):
    moved = np.empty(shape=images.shape, dtype=images.dtype)
    for i, image in enumerate(images):
        moved[i] = padded_and_cut(image, right=right[i], down=down[i])
    return moved


# %% rotate
from scipy.interpolate import RegularGridInterpolator


def read(image, *, row, column):
    wide = np.pad(image.astype(float), ((1, 1), (1, 1), (0, 0)), mode="edge")
    axes = [np.arange(-1, size - 1) for size in wide.shape[:2]]
    row = np.clip(row, a_min=0, a_max=image.shape[0] - 1)
    column = np.clip(column, a_min=0, a_max=image.shape[1] - 1)
    return RegularGridInterpolator(points=axes, values=wide, method="linear")((row, column))


def rotate(images, degrees):
    height, width = images.shape[1:3]
    y, x = np.indices((height, width)) - np.reshape([(height - 1) / 2, (width - 1) / 2], (2, 1, 1))
    result = []
    for image, theta in zip(images, np.array(degrees, dtype=float) / 180 * np.pi):
        column = x * np.cos(theta) - y * np.sin(theta) + (width - 1) / 2
        row = x * np.sin(theta) + y * np.cos(theta) + (height - 1) / 2
        result.append(read(image, row=row, column=column))
    return np.array(result)


# %% keeps_label
def keeps_label():
    always = ("moved", "darker")
    return dict(
        digits=always,
        aerial=always + ("mirrored", "flipped", "turned"),
        signs=always + ("flipped",),
    )


# %% taken_for
def taken_for(logits, labels):
    best = (-1, -1, 0)
    answers = logits.argsort(axis=1)[:, -1]
    for a in range(logits.shape[1]):
        if a not in labels:
            continue
        times = np.bincount(answers[labels == a], minlength=logits.shape[1]).astype(float)
        times[a] = 0
        b = times.argmax()
        share = times[b] / sum(labels == a)
        if share > best[2]:
            best = (a, b, share)
    return best if best[2] > 0 else None


# %% augment [pytorch]
import kornia


def augment(x):
    n, _, height, width = x.shape
    middle = torch.tensor([[(width - 1) / 2, (height - 1) / 2]])
    zoom = torch.empty(n, 2).uniform_(0.9, 1.1)
    zoom[:, 0] *= torch.randint(low=0, high=2, size=(n,)) * 2 - 1
    linear = kornia.geometry.get_rotation_matrix2d(
        center=middle.repeat(n, 1), angle=torch.empty(n).uniform_(-20, 20), scale=torch.ones(n, 2)
    )
    scaling = torch.eye(3).repeat(n, 1, 1)
    scaling[:, 0, 0], scaling[:, 1, 1] = zoom[:, 0], zoom[:, 1]
    scaling[:, :2, 2] = middle - zoom * middle
    linear = linear @ scaling
    linear[:, 0, 2] += width * torch.empty(n).uniform_(-0.1, 0.1)
    linear[:, 1, 2] += height * torch.empty(n).uniform_(-0.1, 0.1)
    return kornia.geometry.warp_affine(
        src=x, M=linear, dsize=(height, width), mode="bilinear", padding_mode="border"
    )


# %% augment [tensorflow]
def layers(**options):
    yield keras.layers.RandomFlip(mode="horizontal")
    yield keras.layers.RandomZoom(height_factor=(-0.1, 0.1), width_factor=(-0.1, 0.1), **options)
    yield keras.layers.RandomTranslation(height_factor=0.1, width_factor=0.1, **options)
    yield keras.layers.RandomRotation(factor=(-20 / 360, 20 / 360), **options)


def augment(x):
    for layer in layers(fill_mode="nearest", interpolation="bilinear"):
        x = layer(x, training=True)
    return x


# %% mixup [pytorch]
def blend(*, one, other, share):
    while share.ndim < one.ndim:
        share = share.unsqueeze(dim=-1)
    return share * one + (1 - share) * other


def mixup(x, targets, share):
    return (
        blend(one=x, other=x.flip(dims=[0]), share=share),
        blend(one=targets, other=targets.flip(dims=[0]), share=share),
    )


# %% mixup [tensorflow]
def blend(*, one, other, share):
    while share.ndim < one.ndim:
        share = tf.expand_dims(share, axis=-1)
    return share * one + (1 - share) * other


def mixup(x, targets, share):
    return (
        blend(one=x, other=tf.reverse(x, axis=[0]), share=share),
        blend(one=targets, other=tf.reverse(targets, axis=[0]), share=share),
    )


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.functional.cross_entropy(input=logits, target=targets, reduction="mean")


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    losses = keras.losses.categorical_crossentropy(
        y_true=targets, y_pred=logits, from_logits=True, axis=-1
    )
    return tf.math.reduce_mean(input_tensor=losses)


# %% compare
def drawn(x, y, *, count, seed):
    rng = np.random.default_rng(seed=seed)
    names = np.unique(y)
    chosen = [rng.choice(a=np.argwhere(y == k).ravel(), size=count, replace=False) for k in names]
    chosen = np.ravel(chosen)
    return {"x": x[chosen], "y": y[chosen], "seed": seed}


def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        common = [drawn(x, y, count=count, seed=seed) for seed in seeds]
        result[count] = {
            "plain": [validation_loss(augmented=False, **options) for options in common],
            "augmented": [validation_loss(augmented=True, **options) for options in common],
        }
    return result


# %% worth
def worth(counts, plain, augmented):
    order = np.argsort(plain)
    needed = np.interp(
        x=augmented,
        xp=np.take(plain, order),
        fp=np.log10(np.take(counts, order)),
        left=np.nan,
        right=np.nan,
    )
    return [None if np.isnan(m) else float(10**m / n) for m, n in zip(needed, counts)]


# %% verdict
def verdict(plain, augmented):
    d = np.subtract(augmented, plain, dtype=float)
    half = student.ppf(q=0.975, df=d.size - 1) * d.std(ddof=1) / np.sqrt(d.size)
    low, high = d.mean() - half, d.mean() + half
    answer = "no conclusion"
    if low > 0 or high < 0:
        answer = "augmented" if d.mean() < 0 else "plain"
    return answer, low, high


# %% cutmix [pytorch]
def inside(box, *, height, width):
    limits = torch.tensor([height, width, height, width])
    return torch.minimum(torch.as_tensor(box).clamp(min=0), limits).tolist()


def cutmix(x, targets, boxes):
    height, width = x.shape[2:]
    new_x, cut = x.clone(memory_format=torch.contiguous_format), []
    for i, box in enumerate(boxes):
        top, left, bottom, right = inside(box, height=height, width=width)
        new_x[i, :, top:bottom, left:right] = x[len(x) - i - 1, :, top:bottom, left:right]
        cut.append((bottom - top) * (right - left) / (height * width))
    cut = torch.tensor(cut, dtype=targets.dtype)[:, None]
    return new_x, targets - cut * targets + cut * targets.flip(dims=[0])


# %% cutmix [tensorflow]
def inside(box, *, height, width):
    return np.minimum(np.maximum(box, 0), [height, width, height, width]).tolist()


def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    new_x, cut = np.array(x, copy=True), []
    for i, box in enumerate(boxes):
        top, left, bottom, right = inside(box, height=height, width=width)
        new_x[i, top:bottom, left:right] = np.array(x[len(x) - i - 1])[top:bottom, left:right]
        cut.append((bottom - top) * (right - left) / (height * width))
    cut = tf.constant(cut, dtype=targets.dtype)[:, None]
    return tf.constant(new_x), targets - cut * targets + cut * tf.reverse(targets, axis=[0])


# %% view_average [pytorch]
def mean_of(*several):
    return torch.stack(tensors=several, dim=0).mean(dim=0)


def view_average(predict, x):
    return mean_of(predict(x), predict(torch.flip(input=x, dims=[3])))


# %% view_average [tensorflow]
def mean_of(*several):
    return tf.reduce_mean(tf.stack(values=several, axis=0), axis=0)


def view_average(predict, x):
    return mean_of(predict(x), predict(tf.reverse(tensor=x, axis=[2])))

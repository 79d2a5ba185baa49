# loses: nothing
# ruff: noqa
"""match decides; the sides of a shift are cases."""


# %% mirror
def mirror(images, which):
    def seen(image, flag):
        match bool(flag):
            case True:
                return image[:, ::-1]
            case False:
                return image

    return np.array([seen(image, flag) for image, flag in zip(images, which)], images.dtype)


# %% shift
def shift(images, right, down):
    def along(image, by, axis):
        size = image.shape[axis]
        image = np.moveaxis(image, axis, 0)
        new = np.empty_like(image)
        match int(by):
            case 0:
                new[:] = image
            case k if k >= size:
                new[:] = image[0]
            case k if k > 0:
                new[:k], new[k:] = image[0], image[:-k]
            case k if k <= -size:
                new[:] = image[-1]
            case k:
                new[k:], new[:k] = image[-1], image[-k:]
        return np.moveaxis(new, 0, axis)

    return np.stack([along(along(image, r, 1), d, 0) for image, r, d in zip(images, right, down)])


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    new = np.zeros(images.shape, np.float32)
    height, width = images.shape[1:3]
    middle = np.array([(height - 1) / 2, (width - 1) / 2])
    for i in range(len(images)):
        match float(degrees[i]) % 360:
            case 0:
                new[i] = images[i]
            case angle:
                cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
                matrix = np.array([[cos, sin], [-sin, cos]])
                for channel in range(images.shape[3]):
                    ndimage.affine_transform(
                        images[i, :, :, channel],
                        matrix,
                        offset=middle - matrix @ middle,
                        output=new[i, :, :, channel],
                        order=1,
                        mode="nearest",
                    )
    return new


# %% keeps_label
def keeps_label():
    def is_true(kind, change):
        match kind, change:
            case _, "moved" | "darker":
                return True
            case "aerial", _:
                return True
            case "signs", "flipped":
                return True
            case _:
                return False

    names = ["mirrored", "flipped", "turned", "moved", "darker"]
    return {
        kind: [name for name in names if is_true(kind, name)]
        for kind in ("digits", "aerial", "signs")
    }


# %% taken_for
def taken_for(logits, labels):
    answers = np.argmax(logits, axis=1)
    wrong = answers != labels
    match np.unique(np.stack([labels[wrong], answers[wrong]], axis=1), axis=0, return_counts=True):
        case pairs, _ if len(pairs) == 0:
            return None
        case pairs, times:
            shares = times / np.bincount(labels)[pairs[:, 0]]
            first = np.argmax(shares)
            return [*pairs[first], shares[first]]


# %% augment [pytorch]
from scipy import ndimage


def augment(x):
    images = x.permute(0, 2, 3, 1).numpy().copy()
    rng = np.random.default_rng()
    height, width = images.shape[1:3]
    middle = np.array([(height - 1) / 2, (width - 1) / 2, 0])
    for i in range(len(images)):
        for move in rng.permutation(["rotation", "shift", "zoom", "flip"]):
            linear, offset = np.eye(3), np.zeros(3)
            match move:
                case "rotation":
                    angle = np.deg2rad(rng.uniform(-20, 20))
                    linear[:2, :2] = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
                case "shift":
                    offset[:2] = rng.uniform(-0.1, 0.1, 2) * (height, width)
                case "zoom":
                    linear[[0, 1], [0, 1]] = rng.uniform(0.9, 1.1, 2)
                case "flip" if rng.integers(2) == 1:
                    linear[1, 1] = -1
                case "flip":
                    continue
            offset += middle - linear @ middle
            images[i] = ndimage.affine_transform(images[i], linear, offset, order=1, mode="nearest")
    return torch.from_numpy(images).permute(0, 3, 1, 2)


# %% augment [tensorflow]
from scipy import ndimage


def augment(x):
    images = x.numpy().copy()
    rng = np.random.default_rng()
    height, width = images.shape[1:3]
    middle = np.array([(height - 1) / 2, (width - 1) / 2, 0])
    for i in range(len(images)):
        for move in rng.permutation(["rotation", "shift", "zoom", "flip"]):
            linear, offset = np.eye(3), np.zeros(3)
            match move:
                case "rotation":
                    angle = np.deg2rad(rng.uniform(-20, 20))
                    linear[:2, :2] = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
                case "shift":
                    offset[:2] = rng.uniform(-0.1, 0.1, 2) * (height, width)
                case "zoom":
                    linear[[0, 1], [0, 1]] = rng.uniform(0.9, 1.1, 2)
                case "flip" if rng.integers(2) == 1:
                    linear[1, 1] = -1
                case "flip":
                    continue
            offset += middle - linear @ middle
            images[i] = ndimage.affine_transform(images[i], linear, offset, order=1, mode="nearest")
    return tf.constant(images)


# %% mixup [pytorch]
def mixup(x, targets, share):
    match x.shape:
        case n, _, _, _:
            partner = list(range(n))[::-1]
    mix = torch.diag(share)
    mix[range(n), partner] += 1 - share
    return (mix @ x.flatten(1)).view(x.shape), mix @ targets


# %% mixup [tensorflow]
def mixup(x, targets, share):
    match x.shape.as_list():
        case n, height, width, channels:
            flat = tf.reshape(x, [n, height * width * channels])
    mix = tf.linalg.diag(share) + tf.reverse(tf.linalg.diag(1 - share), axis=[1])
    return tf.reshape(mix @ flat, x.shape), mix @ targets


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    shifted = logits - logits.amax(dim=1, keepdim=True)
    log_p = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
    return -(targets * log_p).sum() / logits.shape[0]


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    shifted = logits - tf.reduce_max(logits, axis=1, keepdims=True)
    log_p = shifted - tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=1, keepdims=True))
    return -tf.reduce_sum(targets * log_p) / logits.shape[0]


# %% compare
def compare(x, y, counts, seeds):
    result = {}
    for count in counts:
        result[count] = dict(plain=[], augmented=[])
        for seed in seeds:
            for name in ("augmented", "plain"):
                rng = np.random.default_rng(seed)  # the same images again
                chosen = np.zeros(len(y), bool)
                for label in np.unique(y):
                    chosen[rng.choice(np.nonzero(y == label)[0], count, replace=False)] = True
                match name:
                    case "plain":
                        loss = validation_loss(x[chosen], y[chosen], seed=seed, augmented=False)
                    case "augmented":
                        loss = validation_loss(x[chosen], y[chosen], seed=seed, augmented=True)
                result[count][name].append(loss)
    return result


# %% worth
def worth(counts, plain, augmented):
    logs = np.log2(counts)
    factors = []
    for log_n, loss in zip(logs, augmented):
        match np.searchsorted(-np.array(plain), -loss):
            case 0:
                factors.append(2 ** (logs[0] - log_n) if loss == plain[0] else None)
            case k if k == len(plain):
                factors.append(None)
            case k:
                way = (plain[k - 1] - loss) / (plain[k - 1] - plain[k])
                factors.append(2 ** (logs[k - 1] + way * (logs[k] - logs[k - 1]) - log_n))
    return factors


# %% verdict
def verdict(plain, augmented):
    d = np.asarray(augmented) - np.asarray(plain)
    half = -student.ppf(0.025, len(d) - 1) * np.sqrt(np.var(d, ddof=1) / len(d))
    match d.mean() - half, d.mean() + half:
        case low, high if low > 0:
            return "plain", low, high
        case low, high if high < 0:
            return "augmented", low, high
        case low, high:
            return "no conclusion", low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    height, width = x.shape[-2:]
    new_x, new_targets = [], []
    for i, box in enumerate(boxes):
        mask = torch.zeros(height, width, dtype=torch.bool)
        match [max(0, int(k)) for k in box]:
            case top, left, bottom, right:
                mask[top:bottom, left:right] = True
        new_x.append(x[i].where(~mask, x[-1 - i]))
        kept = (~mask).double().mean().item()
        new_targets.append(kept * targets[i] + (1 - kept) * targets[-1 - i])
    return torch.stack(new_x), torch.stack(new_targets)


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    height, width = x.shape[1:3]
    new_x, new_targets = [], []
    for i, box in enumerate(boxes):
        mask = np.zeros((height, width, 1), bool)
        match [max(0, int(k)) for k in box]:
            case top, left, bottom, right:
                mask[top:bottom, left:right] = True
        new_x.append(tf.where(mask, x[len(x) - 1 - i], x[i]))
        kept = float((~mask).mean())
        new_targets.append(kept * targets[i] + (1 - kept) * targets[len(x) - 1 - i])
    return tf.stack(new_x), tf.stack(new_targets)


# %% view_average [pytorch]
def view_average(predict, x):
    return torch.lerp(predict(x), predict(x.fliplr() if x.ndim == 2 else x.flip([3])), 0.5)


# %% view_average [tensorflow]
def view_average(predict, x):
    return tf.add_n([predict(x), predict(tf.reverse(x, [-2]))]) * 0.5

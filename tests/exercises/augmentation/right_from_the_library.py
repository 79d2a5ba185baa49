# loses: nothing
# ruff: noqa
"""The libraries' ready functions, wherever there is one."""


# %% mirror
def mirror(images, which):
    mirrored = images.copy()
    mirrored[which] = np.flip(images[which], axis=2)
    return mirrored


# %% shift
def shift(images, right, down):
    height, width = images.shape[1:3]
    moved = []
    for image, to_right, to_bottom in zip(images, right, down):
        image = np.take(image, np.arange(height) - to_bottom, axis=0, mode="clip")
        moved.append(np.take(image, np.arange(width) - to_right, axis=1, mode="clip"))
    return np.stack(moved)


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "order": 1, "mode": "nearest"}
    pairs = zip(images.astype(np.float64), degrees)
    return np.stack([ndimage.rotate(image, float(angle), **options) for image, angle in pairs])


# %% keeps_label
def keeps_label():
    return dict(
        digits=["mirrored", "moved", "darker"],
        aerial=["mirrored", "flipped", "turned", "moved", "darker"],
        signs=["flipped", "moved", "darker"],
    )


# %% taken_for
from sklearn.metrics import confusion_matrix


def taken_for(logits, labels):
    names = range(logits.shape[1])
    shares = confusion_matrix(labels, logits.argmax(1), labels=names, normalize="true")
    shares[np.diag_indices_from(shares)] = -1
    a, b = np.unravel_index(np.argmax(shares), shares.shape)
    return (int(a), int(b), float(shares[a, b])) if shares[a, b] > 0 else None


# %% augment [pytorch]
import kornia.augmentation as K

old_generator = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(0.9, 1.1, 0.9, 1.1),
        padding_mode="border",
        p=1.0,
    ),
    K.RandomHorizontalFlip(p=0.5),
)


def augment(x):
    return old_generator(x)


# %% augment [tensorflow]
nearest = {"fill_mode": "nearest"}
old_generator = keras.layers.Pipeline(
    [
        keras.layers.RandomRotation(20 / 360, **nearest),
        keras.layers.RandomTranslation(0.1, 0.1, **nearest),
        keras.layers.RandomZoom(0.1, 0.1, **nearest),
        keras.layers.RandomFlip("horizontal"),
    ]
)


def augment(x):
    return old_generator(x, training=True)


# %% mixup [pytorch]
def mixup(x, targets, share):
    new_x = torch.lerp(x.flip(0), x, share.view(-1, 1, 1, 1))
    return new_x, torch.lerp(targets.flip(0), targets, share.view(-1, 1))


# %% mixup [tensorflow]
def mixup(x, targets, share):
    def blended(old):
        weight = tf.reshape(share, [-1] + [1] * (old.shape.rank - 1))
        return tf.multiply(weight, old) + tf.multiply(1 - weight, tf.reverse(old, axis=[0]))

    return blended(x), blended(targets)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    return nn.CrossEntropyLoss()(logits, targets)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    return keras.losses.CategoricalCrossentropy(from_logits=True)(targets, logits)


# %% compare
from sklearn.utils import shuffle


def compare(x, y, counts, seeds):
    result = {count: {"plain": [], "augmented": []} for count in counts}
    for seed in seeds:
        shuffled_x, shuffled_y = shuffle(x, y, random_state=seed)
        for count in counts:
            masks = [np.flatnonzero(shuffled_y == label)[:count] for label in np.unique(y)]
            few = np.sort(np.concatenate(masks))
            for name, augmented in (("plain", False), ("augmented", True)):
                loss = validation_loss(shuffled_x[few], shuffled_y[few], augmented, seed)
                result[count][name].append(loss)
    return result


# %% worth
from scipy.interpolate import interp1d


def worth(counts, plain, augmented):
    curve = interp1d(plain, np.log(counts), bounds_error=False, fill_value=np.nan)
    factors = np.exp(curve(augmented)) / counts
    return [None if np.isnan(factor) else float(factor) for factor in factors]


# %% verdict
from scipy import stats


def verdict(plain, augmented):
    d = np.subtract(augmented, plain)
    half = student.ppf(0.975, len(d) - 1) * stats.sem(d)
    low, high = np.mean(d) - half, np.mean(d) + half
    answer = {(-1, -1): "augmented", (1, 1): "plain"}.get((np.sign(low), np.sign(high)))
    return answer or "no conclusion", low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    boxes = torch.as_tensor(np.array(boxes))
    top, bottom = boxes[:, 0].clamp(0, height), boxes[:, 2].clamp(0, height)
    left, right = boxes[:, 1].clamp(0, width), boxes[:, 3].clamp(0, width)
    new_x = x.clone()
    for i in range(n):
        rows, columns = slice(top[i], bottom[i]), slice(left[i], right[i])
        new_x[i, :, rows, columns] = x[-1 - i, :, rows, columns]
    cut = ((bottom - top) * (right - left) / (height * width)).unsqueeze(1)
    return new_x, torch.lerp(targets, targets.flip(0), cut.to(targets.dtype))


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    n, height, width, _ = x.shape
    top, bottom = np.clip(boxes[:, 0], 0, height), np.clip(boxes[:, 2], 0, height)
    left, right = np.clip(boxes[:, 1], 0, width), np.clip(boxes[:, 3], 0, width)
    new_x = np.array(x)
    for i in range(n):
        box = np.s_[top[i] : bottom[i], left[i] : right[i]]
        new_x[i][box] = x[n - 1 - i].numpy()[box]
    cut = tf.cast(((bottom - top) * (right - left) / (height * width))[:, None], tf.float32)
    new_targets = tf.add((1 - cut) * targets, cut * tf.reverse(targets, axis=[0]))
    return tf.convert_to_tensor(new_x), new_targets


# %% view_average [pytorch]
def view_average(predict, x):
    return torch.stack([predict(x), predict(torch.flip(x, dims=[3]))]).mean(dim=0)


# %% view_average [tensorflow]
def view_average(predict, x):
    return keras.ops.mean([predict(x), predict(tf.image.flip_left_right(x))], axis=0)

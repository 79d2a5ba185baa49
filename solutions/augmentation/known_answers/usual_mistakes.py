# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_mirror, test_shift, test_rotate, test_taken_for, test_augment, test_mixup, test_worth, test_verdict
# keeps: 2 of test_augment
# keeps: 2 of test_rotate
# kind: several at once


# %% mirror
def mirror(images, which):
    images[which] = images[which][:, :, ::-1]
    return images


# %% shift
def shift(images, right, down):
    made = [np.roll(i, (y, x), (0, 1)) for i, x, y in zip(images, right, down)]
    return np.stack(made)


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    made = [
        ndimage.rotate(image.astype(float), angle, order=1, reshape=False, mode="constant")
        for image, angle in zip(images, degrees)
    ]
    return np.stack(made)


# %% taken_for
def taken_for(logits, labels):
    answers = logits.argmax(axis=1)
    table = np.zeros((logits.shape[1],) * 2)
    np.add.at(table, (labels, answers), 1)
    np.fill_diagonal(table, 0)
    if not table.any():
        return None
    a, b = np.unravel_index(table.argmax(), table.shape)
    return int(a), int(b), table[a, b] / table.sum()


# %% augment [pytorch]
import kornia.augmentation as K

layers = nn.Sequential(
    K.RandomAffine(20, translate=(0.1, 0.1), scale=(0.9, 1.1), padding_mode="border", p=1),
    K.RandomHorizontalFlip(),
)


def augment(x):
    return layers(x)


# %% augment [tensorflow]
layers = keras.Sequential(
    [
        keras.layers.RandomRotation(0.2, fill_mode="nearest"),
        keras.layers.RandomTranslation(0.1, 0.1, fill_mode="nearest"),
        keras.layers.RandomZoom(0.1, 0.1, fill_mode="nearest"),
        keras.layers.RandomFlip("horizontal"),
    ]
)


def augment(x):
    return layers(x, training=True)


# %% mixup [pytorch]
def mixup(x, targets, share):
    own = share.reshape(-1, 1, 1, 1)
    return own * x + (1 - own) * x.flip(0), targets


# %% mixup [tensorflow]
def mixup(x, targets, share):
    own = tf.reshape(share, (-1, 1, 1, 1))
    return own * x + (1 - own) * x[::-1], targets


# %% worth
def worth(counts, plain, augmented):
    return [
        float(np.interp(-loss, -np.array(plain), counts)) / n for n, loss in zip(counts, augmented)
    ]


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    half = 1.96 * d.std() / np.sqrt(len(d))
    low, high = d.mean() - half, d.mean() + half
    answer = "augmented" if high < 0 else "plain" if low > 0 else "no conclusion"
    return answer, low, high

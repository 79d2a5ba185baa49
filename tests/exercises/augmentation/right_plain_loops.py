# loses: nothing
# ruff: noqa
"""Everything in plain loops; scipy reads one image after another."""


# %% mirror
def mirror(images, which):
    mirrored = images.copy()
    for i in range(len(images)):
        if which[i]:
            for column in range(images.shape[2]):
                mirrored[i, :, column] = images[i, :, -1 - column]
    return mirrored


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    moved = np.empty_like(images)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                from_row = min(max(row - down[i], 0), height - 1)
                from_column = min(max(column - right[i], 0), width - 1)
                moved[i, row, column] = images[i, from_row, from_column]
    return moved


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    old = images.astype(float)
    new = np.zeros(images.shape)
    for i in range(n):
        theta = float(degrees[i]) * np.pi / 180
        cos, sin = np.cos(theta), np.sin(theta)
        for row in range(height):
            for column in range(width):
                x, y = column - middle_x, row - middle_y
                from_x = min(max(x * cos - y * sin + middle_x, 0), width - 1)
                from_y = min(max(x * sin + y * cos + middle_y, 0), height - 1)
                left, top = int(from_x), int(from_y)
                for at_row in (top, min(top + 1, height - 1)):
                    for at_column in (left, min(left + 1, width - 1)):
                        weight_x = 1 - abs(from_x - at_column)
                        weight_y = 1 - abs(from_y - at_row)
                        if at_row == top and at_row == height - 1:
                            weight_y = 0.5  # it comes twice
                        if at_column == left and at_column == width - 1:
                            weight_x = 0.5
                        new[i, row, column] += weight_x * weight_y * old[i, at_row, at_column]
    return new


# %% keeps_label
def keeps_label():
    return {
        "digits": {"moved", "darker"},
        "aerial": {"mirrored", "flipped", "turned", "moved", "darker"},
        "signs": {"flipped", "moved", "darker"},
    }


# %% taken_for
def taken_for(logits, labels):
    num_classes = logits.shape[1]
    best = None
    for a in range(num_classes):
        total = 0
        taken = [0] * num_classes
        for i in range(len(labels)):
            if labels[i] == a:
                total += 1
                taken[int(np.argmax(logits[i]))] += 1
        for b in range(num_classes):
            if b != a and taken[b] > 0:
                share = taken[b] / total
                if best is None or share > best[2]:
                    best = (a, b, share)
    return best


# %% augment [pytorch]
from scipy import ndimage


def augment(x):
    rng = np.random.default_rng()
    changed = np.empty(tuple(x.shape), np.float32)
    for i, image in enumerate(x.numpy()):
        _, height, width = image.shape
        theta = np.deg2rad(rng.uniform(-20, 20))
        matrix = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
        matrix = matrix @ np.diag(1 / rng.uniform(0.9, 1.1, size=2))  # down, to the side
        if rng.random() < 0.5:
            matrix = matrix @ np.diag([1, -1])
        middle = np.array([(height - 1) / 2, (width - 1) / 2])
        move = np.array([rng.uniform(-0.1, 0.1) * height, rng.uniform(-0.1, 0.1) * width])
        offset = middle + move - matrix @ middle
        for channel in range(len(image)):
            changed[i, channel] = ndimage.affine_transform(
                image[channel], matrix, offset, order=1, mode="nearest"
            )
    return torch.from_numpy(changed)


# %% augment [tensorflow]
from scipy import ndimage


def augment(x):
    rng = np.random.default_rng()
    changed = np.empty(tuple(x.shape), np.float32)
    for i, image in enumerate(x.numpy()):
        height, width, channels = image.shape
        theta = np.deg2rad(rng.uniform(-20, 20))
        matrix = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
        matrix = matrix @ np.diag(1 / rng.uniform(0.9, 1.1, size=2))  # down, to the side
        if rng.random() < 0.5:
            matrix = matrix @ np.diag([1, -1])
        middle = np.array([(height - 1) / 2, (width - 1) / 2])
        move = np.array([rng.uniform(-0.1, 0.1) * height, rng.uniform(-0.1, 0.1) * width])
        offset = middle + move - matrix @ middle
        for channel in range(channels):
            changed[i, :, :, channel] = ndimage.affine_transform(
                image[:, :, channel], matrix, offset, order=1, mode="nearest"
            )
    return tf.constant(changed)


# %% mixup [pytorch]
def mixup(x, targets, share):
    n = len(x)
    new_x, new_targets = torch.zeros_like(x), torch.zeros_like(targets)
    for i in range(n):
        new_x[i] = share[i] * x[i] + (1 - share[i]) * x[n - 1 - i]
        new_targets[i] = share[i] * targets[i] + (1 - share[i]) * targets[n - 1 - i]
    return new_x, new_targets


# %% mixup [tensorflow]
def mixup(x, targets, share):
    n = len(x)
    new_x, new_targets = [], []
    for i in range(n):
        new_x.append(share[i] * x[i] + (1 - share[i]) * x[n - 1 - i])
        new_targets.append(share[i] * targets[i] + (1 - share[i]) * targets[n - 1 - i])
    return tf.stack(new_x), tf.stack(new_targets)


# %% soft_cross_entropy [pytorch]
def soft_cross_entropy(logits, targets):
    total = 0
    for z, t in zip(logits, targets):
        total = total - (t * (z - torch.logsumexp(z, dim=0))).sum()
    return total / len(logits)


# %% soft_cross_entropy [tensorflow]
def soft_cross_entropy(logits, targets):
    total = 0.0
    for i in range(len(logits)):
        z, t = logits[i], targets[i]
        total = total - tf.reduce_sum(t * (z - tf.reduce_logsumexp(z)))
    return total / len(logits)


# %% compare
def compare(x, y, counts, seeds):
    classes = sorted(set(y.tolist()))
    losses = {}
    for count in counts:
        losses[count] = {"plain": [], "augmented": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            chosen = []
            for label in classes:
                candidates = [i for i in range(len(y)) if y[i] == label]
                chosen.extend(rng.choice(candidates, size=count, replace=False))
            few_x, few_y = x[chosen], y[chosen]
            losses[count]["plain"].append(validation_loss(few_x, few_y, False, seed))
            losses[count]["augmented"].append(validation_loss(few_x, few_y, True, seed))
    return losses


# %% worth
def worth(counts, plain, augmented):
    factors = []
    for n, level in zip(counts, augmented):
        factor = None
        for k in range(len(counts) - 1):
            upper, lower = plain[k], plain[k + 1]
            if lower <= level <= upper:
                way = (upper - level) / (upper - lower)
                start, end = np.log(counts[k]), np.log(counts[k + 1])
                factor = np.exp(start + way * (end - start)) / n
        factors.append(factor)
    return factors


# %% verdict
def verdict(plain, augmented):
    n = len(plain)
    differences = [augmented[i] - plain[i] for i in range(n)]
    mean = sum(differences) / n
    variance = 0
    for d in differences:
        variance += (d - mean) ** 2 / (n - 1)
    half = student.ppf(0.975, n - 1) * (variance / n) ** 0.5
    low, high = mean - half, mean + half
    if high < 0:
        answer = "augmented"
    elif low > 0:
        answer = "plain"
    else:
        answer = "no conclusion"
    return answer, low, high


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    new_x, new_targets = x.clone(), targets.clone()
    for i in range(n):
        pasted = 0
        top, left, bottom, right = boxes[i]
        for row in range(height):
            for column in range(width):
                if top <= row < bottom and left <= column < right:
                    new_x[i, :, row, column] = x[n - 1 - i, :, row, column]
                    pasted += 1
        share = 1 - pasted / (height * width)
        new_targets[i] = share * targets[i] + (1 - share) * targets[n - 1 - i]
    return new_x, new_targets


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    n, height, width, _ = x.shape
    old_x, old_targets = x.numpy(), targets.numpy()
    new_x, new_targets = old_x.copy(), old_targets.copy()
    for i in range(n):
        pasted = 0
        top, left, bottom, right = boxes[i]
        for row in range(height):
            for column in range(width):
                if top <= row < bottom and left <= column < right:
                    new_x[i, row, column] = old_x[n - 1 - i, row, column]
                    pasted += 1
        share = 1 - pasted / (height * width)
        new_targets[i] = share * old_targets[i] + (1 - share) * old_targets[n - 1 - i]
    return tf.constant(new_x), tf.constant(new_targets)


# %% view_average [pytorch]
def view_average(predict, x):
    total = 0
    for view in (x, x.flip(3)):
        total = total + predict(view)
    return total / 2


# %% view_average [tensorflow]
def view_average(predict, x):
    total = 0
    for view in (x, tf.reverse(x, axis=[2])):
        total = total + predict(view)
    return total / 2

# loses: test_cutmix
# kind: wrong number
# ruff: noqa
"""bottom and right are taken for height and width of the box."""


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    boxes = torch.as_tensor(np.array(boxes))
    top, bottom = boxes[:, 0].clamp(0, height), (boxes[:, 0] + boxes[:, 2]).clamp(0, height)
    left, right = boxes[:, 1].clamp(0, width), (boxes[:, 1] + boxes[:, 3]).clamp(0, width)
    new_x = x.clone()
    for i in range(n):
        rows, columns = slice(top[i], bottom[i]), slice(left[i], right[i])
        new_x[i, :, rows, columns] = x[-1 - i, :, rows, columns]
    cut = ((bottom - top) * (right - left) / (height * width)).unsqueeze(1)
    return new_x, torch.lerp(targets, targets.flip(0), cut.to(targets.dtype))


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    n, height, width, _ = x.shape
    top, bottom = np.clip(boxes[:, 0], 0, height), np.clip(boxes[:, 0] + boxes[:, 2], 0, height)
    left, right = np.clip(boxes[:, 1], 0, width), np.clip(boxes[:, 1] + boxes[:, 3], 0, width)
    new_x = np.array(x)
    for i in range(n):
        box = np.s_[top[i] : bottom[i], left[i] : right[i]]
        new_x[i][box] = x[n - 1 - i].numpy()[box]
    cut = tf.cast(((bottom - top) * (right - left) / (height * width))[:, None], tf.float32)
    new_targets = tf.add((1 - cut) * targets, cut * tf.reverse(targets, axis=[0]))
    return tf.convert_to_tensor(new_x), new_targets

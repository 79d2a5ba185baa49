# loses: test_cutmix
# kind: arguments changed
# ruff: noqa
"""Pastes into x."""


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    boxes = torch.as_tensor(np.array(boxes))
    top, bottom = boxes[:, 0].clamp(0, height), boxes[:, 2].clamp(0, height)
    left, right = boxes[:, 1].clamp(0, width), boxes[:, 3].clamp(0, width)
    new_x, x = x, x.clone()
    for i in range(n):
        rows, columns = slice(top[i], bottom[i]), slice(left[i], right[i])
        new_x[i, :, rows, columns] = x[-1 - i, :, rows, columns]
    cut = ((bottom - top) * (right - left) / (height * width)).unsqueeze(1)
    return new_x, torch.lerp(targets, targets.flip(0), cut.to(targets.dtype))

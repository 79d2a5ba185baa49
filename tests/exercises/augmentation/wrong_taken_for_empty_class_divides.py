# loses: test_taken_for
# kind: one class or none
# ruff: noqa
"""Divides by the number of images of an empty class: ZeroDivisionError."""


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
            if b != a:
                share = taken[b] / total
                if share > 0 and (best is None or share > best[2]):
                    best = (a, b, share)
    return best

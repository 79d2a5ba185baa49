# loses: test_taken_for
# kind: one class or none
# ruff: noqa
"""Only classes that occur as labels can be b."""


# %% taken_for
def taken_for(logits, labels):
    num_classes = int(labels.max()) + 1
    best = None
    for a in range(num_classes):
        total = 0
        taken = [0] * num_classes
        for i in range(len(labels)):
            if labels[i] == a:
                total += 1
                if np.argmax(logits[i]) >= num_classes:
                    continue
                taken[int(np.argmax(logits[i]))] += 1
        for b in range(num_classes):
            if b != a and taken[b] > 0:
                share = taken[b] / total
                if best is None or share > best[2]:
                    best = (a, b, share)
    return best

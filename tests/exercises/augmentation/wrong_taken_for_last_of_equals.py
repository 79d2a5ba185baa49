# loses: test_taken_for
# kind: edge case
# ruff: noqa
"""Of pairs with the same share the last one."""


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
                if best is None or share >= best[2]:
                    best = (a, b, share)
    return best

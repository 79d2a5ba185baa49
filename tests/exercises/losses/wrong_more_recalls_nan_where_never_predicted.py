# loses: test_recalls
# kind: one class or none
# NaN also for a class that is never found, as if it had no images.


# %% recalls
def recalls(predictions, labels, num_classes):
    out = np.full(num_classes, np.nan)
    for k in range(num_classes):
        found = np.sum((predictions == k) & (labels == k))
        if found:
            out[k] = found / np.sum(labels == k)
    return out

# loses: test_recalls
# kind: one class or none
# Classes above the largest label have the recall 0.


# %% recalls
def recalls(predictions, labels, num_classes):
    out = np.zeros(num_classes)
    for k in range(labels.max() + 1):
        of_class = labels == k
        out[k] = (predictions[of_class] == k).mean() if of_class.any() else np.nan
    return out

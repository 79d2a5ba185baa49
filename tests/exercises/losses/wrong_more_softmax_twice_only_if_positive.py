# loses: test_is_softmax_twice
# kind: edge case
# A probability that has been rounded to 0 makes it logits.


# %% is_softmax_twice
def is_softmax_twice(outputs):
    sums = outputs.sum(axis=1)
    return bool((outputs > 0).all() and (np.abs(sums - 1) <= 0.001).all())

# loses: test_is_softmax_twice
# kind: reduction
# The sum over all numbers is compared with the number of rows: sums above and below 1 cancel.


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool(np.all(outputs >= 0) and abs(np.sum(outputs) - len(outputs)) <= 0.001)

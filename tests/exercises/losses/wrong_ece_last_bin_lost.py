# loses: test_calibration_error
# kind: off by one
# ruff: noqa
"""The last bin is not looked at."""


# %% calibration_error
class Bin:
    def __init__(self, low, high, is_last):
        self.low, self.high, self.is_last = low, high, is_last

    def holds(self, confidences):
        return (confidences >= self.low) & (self.is_last | (confidences < self.high))


def calibration_error(probabilities, labels, num_bins=15):
    confidences, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    error = 0
    for b in range(num_bins - 1):
        inside = Bin(b / num_bins, (b + 1) / num_bins, b == num_bins - 1).holds(confidences)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidences[inside].mean())
    return error

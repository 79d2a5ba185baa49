# loses: test_worth
# kind: edge case
# ruff: noqa
"""The curve is prolonged on both sides."""


# %% worth
from scipy.interpolate import interp1d


def worth(counts, plain, augmented):
    curve = interp1d(plain, np.log(counts), fill_value="extrapolate")
    factors = np.exp(curve(augmented)) / counts
    return [None if np.isnan(factor) else float(factor) for factor in factors]

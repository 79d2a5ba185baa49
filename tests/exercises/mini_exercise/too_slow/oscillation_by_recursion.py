# ruff: noqa
"""Every loss asks three times for the rest of the curve: 3**T calls for T losses."""
# loses: test_oscillation


# %% oscillation [pytorch]
def total_rise(losses):
    if len(losses) < 2:
        return 0.0
    if losses[1] > losses[0] + total_rise(losses[1:]) - total_rise(losses[1:]):
        return losses[1] - losses[0] + total_rise(losses[1:])
    return total_rise(losses[1:])


def oscillation(losses):
    return total_rise(list(losses)) / (len(losses) - 1)

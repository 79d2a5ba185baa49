# ruff: noqa
"""Part 7 without NumPy: a deque of the last losses, a sum over pairs, filtered dicts."""
# loses: nothing

# %% steps_to_reach
from collections import deque


def steps_to_reach(losses, level, window=10):
    recent = deque(maxlen=window)
    for count, loss in enumerate(losses, start=1):
        recent.append(loss)
        if len(recent) == window and sum(recent) <= level * window:
            return count


# %% oscillation
def oscillation(losses):
    total = 0.0
    for t in range(len(losses) - 1):
        if losses[t + 1] > losses[t]:
            total += losses[t + 1] - losses[t]
    return total / (len(losses) - 1)

# ruff: noqa
"""A Figure of its own, which pyplot does not know."""
# loses: nothing

# %% plot_losses
from matplotlib.figure import Figure


def plot_losses(curves):
    ax = Figure(figsize=(6, 4)).subplots()
    lines = [ax.plot(losses)[0] for losses in curves.values()]
    ax.legend(lines, list(map(str, curves)))
    ax.set(xlabel="batch", ylabel="loss")
    return ax

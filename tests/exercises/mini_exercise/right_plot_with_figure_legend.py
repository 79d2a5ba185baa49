# ruff: noqa
"""The legend belongs to the figure, beside the Axes, not to the Axes."""
# loses: nothing


# %% plot_losses
def plot_losses(curves):
    fig = plt.figure(layout="constrained")
    ax = fig.add_subplot()
    for name, losses in curves.items():
        ax.plot(np.asarray(losses), label=name)
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    fig.legend(loc="outside right upper")
    return ax

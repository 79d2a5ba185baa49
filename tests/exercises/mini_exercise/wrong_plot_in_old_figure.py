# ruff: noqa
"""Draws into the current Axes: a second call adds its lines to the first figure."""
# loses: test_plot_losses
# kind: state shared


# %% plot_losses
def plot_losses(curves):
    ax = plt.gca()
    for name, losses in curves.items():
        ax.plot(losses, label=name)
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    ax.legend()
    return ax

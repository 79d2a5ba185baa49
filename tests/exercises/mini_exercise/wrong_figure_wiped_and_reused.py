# ruff: noqa
"""Figure number 1 is wiped and used again at every call: the plot of the call before is lost."""
# loses: test_plot_losses
# kind: state shared


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots(num=1, clear=True)
    for name, losses in curves.items():
        ax.plot(losses, label=name)
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    ax.legend()
    return ax

# ruff: noqa
"""legend() is called before anything is drawn: the legend is empty."""
# loses: test_plot_losses
# kind: part left out


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots()
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    ax.legend()
    for name, losses in curves.items():
        ax.plot(losses, label=name)
    return ax

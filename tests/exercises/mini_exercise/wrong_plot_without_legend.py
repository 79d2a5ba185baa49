# ruff: noqa
"""The lines have labels, but legend() is never called."""
# loses: test_plot_losses
# kind: part left out


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots()
    for name, losses in curves.items():
        ax.plot(losses, label=name)
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    return ax

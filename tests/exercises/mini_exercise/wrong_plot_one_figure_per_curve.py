# ruff: noqa
"""A new figure for every curve: the Axes returned hold the last one only."""
# loses: test_plot_losses
# kind: shape or type returned


# %% plot_losses
def plot_losses(curves):
    for name, losses in curves.items():
        fig, ax = plt.subplots()
        ax.plot(losses, label=name)
        ax.set_xlabel("batch")
        ax.set_ylabel("loss")
        ax.legend()
    return ax

# ruff: noqa
"""A title, but no label on the vertical axis."""
# loses: test_plot_losses
# kind: part left out


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots()
    for name, losses in curves.items():
        ax.plot(losses, label=name)
    ax.set_title("loss")
    ax.set_xlabel("batch")
    ax.legend()
    return ax

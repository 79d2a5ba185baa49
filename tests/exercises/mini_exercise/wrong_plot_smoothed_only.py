# ruff: noqa
"""Draws the moving averages alone, not the losses."""
# loses: test_plot_losses
# kind: part left out


# %% plot_losses
def plot_losses(curves, window=5):
    fig, ax = plt.subplots()
    for name, losses in curves.items():
        ax.plot(np.convolve(losses, np.ones(window) / window, mode="valid"), label=name)
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    ax.legend()
    return ax

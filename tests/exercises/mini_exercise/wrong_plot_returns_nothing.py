# ruff: noqa
"""The figure is right, but the Axes are not returned."""
# loses: test_plot_losses
# kind: shape or type returned


# %% plot_losses
def plot_losses(curves):
    plt.figure()
    for name, losses in curves.items():
        plt.plot(losses, label=name)
    plt.xlabel("batch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()

# ruff: noqa
"""Draws curves["adam"] and curves["sgd"]: fails for any other names, as those of the sweep."""
# loses: test_plot_losses
# kind: wrong number


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots()
    ax.plot(curves["adam"], label="adam")
    ax.plot(curves["sgd"], label="sgd")
    ax.set_xlabel("batch")
    ax.set_ylabel("loss")
    ax.legend()
    return ax

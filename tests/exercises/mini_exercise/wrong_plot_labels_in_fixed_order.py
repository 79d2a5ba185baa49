# ruff: noqa
"""The labels are written down in the order of part 4: with another dict the names are wrong."""
# loses: test_plot_losses
# kind: order of arguments


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots()
    for label, losses in zip(["adam", "sgd", "third", "fourth", "fifth"], curves.values()):
        ax.plot(losses, label=label)
    ax.set(xlabel="batch", ylabel="loss")
    ax.legend()
    return ax

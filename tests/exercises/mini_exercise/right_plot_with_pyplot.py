# ruff: noqa
"""plt.figure() and the functions of pyplot; batches are counted from 1."""
# loses: nothing


# %% plot_losses
def plot_losses(curves):
    plt.figure()
    for name in curves:
        losses = curves[name]
        plt.plot(range(1, len(losses) + 1), losses, ".-", label=name)
    plt.xlabel("step")
    plt.ylabel("loss of the batch")
    plt.legend()
    return plt.gca()

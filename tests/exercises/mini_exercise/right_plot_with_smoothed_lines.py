# ruff: noqa
"""fig, ax = plt.subplots(); each curve is drawn pale, with a smoothed line over it; logarithmic."""
# loses: nothing


# %% plot_losses
def plot_losses(curves):
    fig, ax = plt.subplots(figsize=(8, 5))
    for name, losses in curves.items():
        (line,) = ax.plot(losses, alpha=0.3, label=str(name))
        window = min(10, len(losses))
        smooth = np.convolve(losses, np.ones(window) / window, mode="valid")
        ax.plot(np.arange(window - 1, len(losses)), smooth, color=line.get_color())
    ax.set(xlabel="batch", ylabel="cross-entropy", yscale="log", title="Training")
    ax.grid(True)
    ax.legend(loc="upper right")
    return ax

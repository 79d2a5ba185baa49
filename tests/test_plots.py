"""Figures: the data are in them, in the fixed colors, with labeled axes and units."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba

from cnncourse import History, plots
from cnncourse.errors import CourseError
from cnncourse.plots.style import PALETTE

matplotlib.use("agg")

FALLING = History(
    loss=[4.0, 3.0, 2.0, 1.0],
    train_loss=[3.5, 1.5],
    val_loss=[3.0, 1.0],
)
FLAT = History(loss=[2.0] * 4, train_loss=[2.0] * 2, val_loss=[2.0] * 2)


@pytest.fixture(autouse=True)
def _style_of_the_course():
    with matplotlib.rc_context(plots.STYLE):
        yield


def _legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def _on_white(color):
    """WCAG contrast of a color to white."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 1.05 / (np.dot([0.2126, 0.7152, 0.0722], linear) + 0.05)


def test_style_holds_for_the_figures_that_follow():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        plots.style()
        assert not matplotlib.rcParams["axes.spines.top"]
        assert plt.rcParams["axes.prop_cycle"].by_key()["color"] == list(PALETTE)


def test_what_shares_a_figure_differs_in_color():
    for group in (
        ("PyTorch", "TensorFlow"),
        ("train", "validation"),
        ("SGD", "SGD + momentum", "RMSprop", "Adam", "AdamW"),
    ):
        assert len({plots.COLORS[label] for label in group}) == len(group)
    assert min(_on_white(color) for color in plots.COLORS.values()) > 2


def test_loss_per_step():
    ax = plots.loss_curves({"Adam": FALLING, "SGD": FLAT})
    adam, sgd = ax.lines
    assert list(adam.get_ydata()) == FALLING.loss
    assert list(adam.get_xdata()) == [0, 1, 2, 3]
    assert (adam.get_color(), sgd.get_color()) == (plots.COLORS["Adam"], plots.COLORS["SGD"])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("training step", "loss of the batch (nats)")
    assert _legend(ax) == ["Adam", "SGD"]
    assert ax.get_yscale() == "linear"


def test_smoothed_curve_is_the_mean_of_the_steps_before_and_keeps_the_batches():
    ax = plots.loss_curves({"Adam": FALLING}, smooth=2)
    smooth, single = ax.lines
    assert list(smooth.get_xdata()) == [1, 2, 3]
    assert list(smooth.get_ydata()) == pytest.approx([3.5, 2.5, 1.5])
    assert list(single.get_ydata()) == FALLING.loss
    assert single.get_color() == smooth.get_color()
    assert single.get_alpha() < 1
    assert _legend(ax) == ["Adam"]
    assert ax.get_ylabel() == "loss, mean of 2 steps (nats)"


def test_smoothing_over_more_steps_than_there_are_takes_them_all():
    ax = plots.loss_curves({"Adam": FALLING}, smooth=100)
    assert ax.lines[0].get_xydata().tolist() == [[3, 2.5]]


def test_loss_per_epoch_shows_training_and_validation():
    ax = plots.loss_curves({"Adam": FALLING, "SGD": FLAT}, per="epoch", log=True, unit="")
    train, val = ax.lines[:2]
    assert (list(train.get_xdata()), list(train.get_ydata())) == ([1, 2], FALLING.train_loss)
    assert list(val.get_ydata()) == FALLING.val_loss
    assert train.get_linestyle() != val.get_linestyle()
    assert _legend(ax)[:2] == ["Adam, train", "Adam, validation"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("training epoch", "mean loss")
    assert ax.get_yscale() == "log"


def test_one_run_per_epoch_has_the_colors_of_training_and_validation():
    train, val = plots.loss_curves({"Adam": FALLING}, per="epoch").lines
    assert train.get_color() == plots.COLORS["train"]
    assert val.get_color() == plots.COLORS["validation"]
    assert _legend(train.axes) == ["Adam, train", "Adam, validation"]


def test_unknown_unit_of_time_lists_the_known():
    with pytest.raises(CourseError, match="Unknown per 'week': choose one of epoch, step"):
        plots.loss_curves({"Adam": FALLING}, per="week")


def test_labels_without_a_fixed_color_get_ones_that_are_free():
    labels = ["SGD", "mine", "yours", "theirs"]
    ax = plots.loss_curves(dict.fromkeys(labels, FALLING))
    assert len({line.get_color() for line in ax.lines}) == len(labels)


def test_drawn_on_the_axes_that_are_given():
    _, axes = plt.subplots(1, 2)
    assert plots.loss_curves({"Adam": FALLING}, ax=axes[1]) is axes[1]
    assert plots.framework_overlay(FALLING, FALLING, ax=axes[0]) is axes[0]
    assert plots.measured({"Adam": {0: 1, 1: 2}}, ylabel="steps", ax=axes[1]) is axes[1]
    assert plots.loss_slice(*_bowl(), ax=axes[0]) is axes[0]
    assert len(plt.get_fignums()) == 1


def test_two_curves_on_each_other_both_show():
    ax = plots.framework_overlay(FALLING, FALLING)
    under, over = ax.lines
    assert _legend(ax) == ["PyTorch", "TensorFlow"]
    assert under.get_linewidth() >= 2 * over.get_linewidth()
    figure = ax.figure
    ax.axis("off")
    ax.get_legend().remove()
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3) / 255
    alpha = under.get_alpha()
    shown = alpha * np.array(to_rgb(under.get_color())) + (1 - alpha)
    for color in (shown, to_rgb(over.get_color())):
        assert (np.abs(pixels - color).max(axis=1) < 0.02).sum() > 100


def test_measurement_shows_every_seed_the_mean_and_its_interval():
    values = {"Adam": {0: 0.9, 1: 0.8, 2: 0.7}, "SGD": {0: 0.6, 1: 0.5}}
    ax = plots.measured(values, ylabel="test accuracy")
    dots = [collection.get_offsets()[:, 1].tolist() for collection in ax.collections[::2]]
    assert dots == [[0.9, 0.8, 0.7], [0.6, 0.5]]
    means = [bar.lines[0].get_ydata()[0] for bar in ax.containers]
    assert means == pytest.approx([0.8, 0.55])
    low, high = ax.containers[0].lines[2][0].get_segments()[0][:, 1]
    assert (low, high) == pytest.approx((0.8 - 0.24841, 0.8 + 0.24841), abs=1e-4)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["Adam\n3 seeds", "SGD\n2 seeds"]
    assert ax.get_ylabel() == "test accuracy"
    joined = [line.get_ydata() for line in ax.lines[:3]]
    assert list(joined[0]) == [0.9, 0.6]
    assert np.isnan(joined[2][1])


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("synthetic", [True, False])
def test_images_have_their_class_names_and_say_what_is_synthetic(channels, synthetic):
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 4, channels), dtype=np.uint8)
    labels = [0, 1, 1, 0, 1]
    figure = plots.image_grid(images, labels, ["river", "forest"], synthetic=synthetic, columns=3)
    titles = [ax.get_title() for ax in figure.axes]
    assert titles == ["river", "forest", "forest", "river", "forest", ""]
    shown = [ax.images[0].get_array() for ax in figure.axes[:5]]
    assert np.array_equal(shown[4], images[4].squeeze(-1) if channels == 1 else images[4])
    assert not figure.axes[5].images
    heading = figure.get_suptitle()
    assert heading == ("synthetic images" if synthetic else "")


def test_gray_levels_are_not_stretched():
    images = np.full((1, 2, 2, 1), 100, np.uint8)
    (ax,) = plots.image_grid(images, [0], ["a"], synthetic=False).axes
    assert ax.images[0].get_clim() == (0, 255)


def _bowl():
    xs, ys = np.linspace(-1, 1, 21), np.linspace(-2, 2, 11)
    return xs, ys, 0.01 + xs**2 + ys[:, None] ** 2


def test_slice_of_a_loss_with_paths():
    xs, ys, losses = _bowl()
    path = np.array([[1.0, 2.0], [0.5, 0.5], [0.0, 0.0]])
    ax = plots.loss_slice(xs, ys, losses, paths={"SGD": path, "Adam": path / 2})
    line, start, end = ax.lines[:3]
    assert np.array_equal(line.get_xydata(), path)
    assert (start.get_xydata().tolist(), end.get_xydata().tolist()) == ([[1, 2]], [[0, 0]])
    assert {line.get_color(), start.get_color()} == {plots.COLORS["SGD"]}
    assert _legend(ax) == ["SGD", "Adam"]
    assert "weight units" in ax.get_xlabel()
    bar = ax.figure.axes[1]
    assert bar.get_ylabel() == "loss (nats)"
    levels = ax.collections[0].levels
    assert levels[1:] / levels[:-1] == pytest.approx(np.full(15, levels[1] / levels[0]))
    assert (levels[0], levels[-1]) == pytest.approx((losses.min(), losses.max()))
    ax.figure.canvas.draw()


def test_slice_leaves_blank_what_is_not_finite():
    xs, ys, losses = _bowl()
    losses[0, 0], losses[3, 3] = np.inf, np.nan
    ax = plots.loss_slice(xs, ys, losses)
    assert np.isfinite(ax.collections[0].levels).all()
    assert ax.get_legend() is None


@pytest.mark.parametrize("value", [np.nan, 0.0, -1.0])
def test_slice_without_a_loss_is_refused(value):
    xs, ys, losses = _bowl()
    with pytest.raises(CourseError, match="finite and positive"):
        plots.loss_slice(xs, ys, np.full_like(losses, value))


def test_flat_slice_is_drawn():
    xs, ys, losses = _bowl()
    ax = plots.loss_slice(xs, ys, np.ones_like(losses))
    assert np.all(np.diff(ax.collections[0].levels) > 0)


def _speed(framework, kind, images_per_s):
    return {
        "title": f"{framework} {kind}",
        "framework": framework,
        "kind": kind,
        "images_per_s": images_per_s,
        "low": images_per_s - 10,
        "high": images_per_s + 20,
    }


def test_training_speed_has_a_panel_a_framework_and_a_bar_a_loop():
    contestants = {
        "a": _speed("pytorch", "ours", 300.0),
        "b": _speed("pytorch", "peer", 200.0),
        "c": _speed("tensorflow", "floor", 400.0),
        "d": _speed("tensorflow", "step", 100.0),
    }
    figure = plots.training_speed({"size": 32, "contestants": contestants})
    torch_ax, keras_ax = figure.axes
    assert (torch_ax.get_title(), keras_ax.get_title()) == ("PyTorch", "TensorFlow")
    names = [[label.get_text() for label in ax.get_yticklabels()] for ax in figure.axes]
    assert names == [["pytorch peer", "pytorch ours"], ["tensorflow floor"]]
    assert sorted({bar.get_width() for bar in torch_ax.patches}) == [200, 300]
    (whiskers,) = keras_ax.containers[-1].lines[2]
    np.testing.assert_array_equal(whiskers.get_segments()[0][:, 0], [390, 420])
    assert keras_ax.get_xlabel() == "training speed (images of 32x32 per second)"


def test_training_speed_of_one_framework_has_one_panel():
    figure = plots.training_speed({"size": 128, "contestants": {"a": _speed("pytorch", "ours", 9)}})
    assert [ax.get_title() for ax in figure.axes] == ["PyTorch"]


def test_speed_steps_in_their_order():
    steps = {
        "notebook": {"title": "the notebook's loop", "of_notebook": 1.0},
        "resident": {"title": "images resident", "of_notebook": 1.5},
    }
    ax = plots.speed_steps(steps, "tensorflow")
    assert ax.get_title() == "TensorFlow"
    assert {bar.get_facecolor() for bar in ax.patches} == {to_rgba(plots.COLORS["TensorFlow"])}
    assert [bar.get_width() for bar in ax.patches] == [1.0, 1.5]
    assert [label.get_text() for label in ax.get_yticklabels()][1] == "images resident"
    assert ax.yaxis_inverted()
    assert ax.get_xlabel() == "speed (multiples of the notebook's loop)"


LOOKS = {
    "Glorot": {"grad_norm": [1e-3, 0.1], "spread": [0.5, 0.1], "dead": [1, 0], "units": [4, 10]},
    "He": {"grad_norm": [0.3, 0.2], "spread": [1.0, 1.1], "dead": [0, 5], "units": [4, 10]},
}


@pytest.mark.parametrize("what", ["grad_norm", "spread"])
def test_what_is_seen_of_layers_is_drawn_over_them(what):
    ax = plots.layers(LOOKS, what)
    assert _legend(ax) == ["Glorot", "He"]
    for line, look in zip(ax.lines, LOOKS.values(), strict=True):
        assert line.get_xdata().tolist() == [1, 2] and line.get_ydata().tolist() == look[what]
    assert ax.get_yscale() == "log" and ax.get_xlabel() and ax.get_ylabel()


def test_dead_units_are_drawn_in_percent():
    ax = plots.layers(LOOKS, "dead")
    assert ax.lines[1].get_ydata().tolist() == [0, 50]
    assert ax.get_yscale() == "linear" and "%" in ax.get_ylabel()


def test_unknown_thing_of_layers_is_named():
    with pytest.raises(CourseError, match="Unknown thing to draw of layers 'loss': choose one of"):
        plots.layers(LOOKS, "loss")

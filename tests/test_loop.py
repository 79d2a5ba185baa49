"""The loop over epochs: when a run ends, what it leaves behind, and batches in parts."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import (
    SGD,
    Average,
    BatchNorm,
    EarlyStopping,
    Recipe,
    Shallow,
    loop,
    pytorch,
    tensorflow,
)
from cnncourse.errors import StoppedError
from cnncourse.loop import BestWeights

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
RECIPE = Recipe(model=Shallow(width=2), optimizer=SGD(lr=0.05), batch_size=10, num_epochs=4)
PER_STEP, PER_EPOCH = ("loss", "lr", "grad_norm"), ("train_loss", "train_accuracy", "val_loss")
PER_EPOCH += ("val_accuracy", "seconds")


class CountingSide:
    """A side whose only weight counts the steps, and whose validation losses are given."""

    title, model = "counting", None

    def __init__(self, val_losses):
        self.weight, self.swaps, self._val_losses = 0, 0, iter(val_losses)

    def batches(self, batches):
        return ((batch,) for batch in batches)

    def step(self, lr, step, batch):
        self.weight += 1
        return 1.0, 0.0, 1.0

    def evaluate(self):
        return next(self._val_losses), 0.5

    def fetch(self, results):
        return list(results)

    def swap_average(self):
        self.swaps += 1

    def copy_weights(self):
        return self.weight

    def restore_weights(self, copy):
        self.weight = copy


def lengths(history) -> tuple[set[int], set[int]]:
    """Lengths of the lists per step and per epoch: one of each if they fit."""
    values = history.to_dict()
    return {len(values[name]) for name in PER_STEP}, {len(values[name]) for name in PER_EPOCH}


def counted(val_losses, images, **settings):
    """Run the loop with these validation losses: steps in the weights at the end, the history."""
    side = CountingSide(val_losses)
    history = loop.run(side, replace(RECIPE, num_epochs=8, **settings), images, progress=False)
    return side, history


@pytest.mark.parametrize(
    ("val_losses", "patience", "num_epochs", "best"),
    [
        ([5, 4, 3, 4, 5, 1, 1, 1], 2, 5, 3),
        ([5, 4, 3, 4, 5, 1, 2, 2], 3, 8, 6),
        ([1, 1, 1, 0, 0, 0, 0, 0], 2, 3, 1),
        ([8, 7, 6, 5, 4, 3, 2, 1], 1, 8, 8),
    ],
)
def test_early_stopping_ends_when_it_should(val_losses, patience, num_epochs, best, make_images):
    early = EarlyStopping(patience=patience)
    side, history = counted(val_losses, make_images(), early_stopping=early)
    assert history.val_loss == val_losses[:num_epochs]
    assert history.stopped == ("early" if num_epochs < 8 else "")
    assert side.weight == 5 * best  # steps of an epoch


def test_a_smaller_fall_than_min_delta_does_not_count(make_images):
    falling = [1.0, 0.95, 0.9, 0.85, 0.5, 0.5, 0.5, 0.5]
    early = EarlyStopping(patience=2, min_delta=0.1)
    side, history = counted(falling, make_images(), early_stopping=early)
    # 0.9 is not below 1 by more than 0.1, and 0.95 neither.
    assert len(history.val_loss) == 3
    assert side.weight == 5


def test_without_early_stopping_the_last_weights_stay(make_images):
    side, history = counted([1, 2, 3, 4, 5, 6, 7, 8], make_images())
    assert (side.weight, history.stopped) == (40, "")


def test_weights_are_copied_at_the_best_epochs_alone():
    copies = []
    watch = BestWeights(EarlyStopping(patience=3))
    for epoch, loss in enumerate([5, 6, 4, 4, 3]):
        watch.note(loss, copy_weights=lambda epoch=epoch: copies.append(epoch) or epoch)
    assert copies == [0, 2, 4] and watch.weights == 4


@SIDES
@pytest.mark.parametrize("weights", [(), (Average(0.8),)], ids=["plain", "average"])
def test_early_stopping_restores_the_best_weights(side, weights, make_images):
    images = make_images()
    # A rate at which the loss jumps about, so that the last epoch is not the best one.
    recipe = replace(
        RECIPE,
        optimizer=SGD(lr=0.5, momentum=0.9),
        weights=weights,
        num_epochs=12,
        early_stopping=EarlyStopping(patience=2),
    )
    model, history = side.fit(recipe, images, progress=False)
    best = int(np.argmin(history.val_loss))
    assert best < len(history.val_loss) - 1
    assert side.evaluate(model, images.val, recipe)[0] == history.val_loss[best]
    if history.stopped:
        assert len(history.val_loss) - 1 - best == 2
    assert lengths(history) == ({5 * len(history.val_loss)}, {len(history.val_loss)})


def interrupting(after: int, error: type = KeyboardInterrupt):
    """A function that raises when it is called for the `after`-th time."""
    calls = []

    def after_step():
        calls.append(None)
        if len(calls) == after:
            raise error

    return after_step


@SIDES
@pytest.mark.parametrize("num_steps", [1, 5, 7, 20])
def test_an_interrupted_run_is_usable(side, num_steps, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    with pytest.warns(UserWarning, match=r"Interrupted in epoch \d of 4: the model and its"):
        history = side.train(
            model, images, RECIPE, progress=False, after_step=interrupting(num_steps)
        )
    assert history.stopped == "interrupted"
    # The fifth step ends an epoch, but its evaluation has not been made yet.
    assert lengths(history) == ({num_steps}, {(num_steps - 1) // 5})
    whole = side.fit(RECIPE, images, progress=False, stop_after=num_steps)
    assert history.loss == whole.history.loss
    for ours, expected in zip(side.get_weights(model), side.get_weights(whole.model), strict=True):
        np.testing.assert_array_equal(ours, expected)
    assert np.isfinite(side.evaluate(model, images.val, RECIPE)).all()
    again = side.train(model, images, RECIPE, progress=False)
    assert again.stopped == ""


@SIDES
def test_an_interrupted_run_has_the_best_weights_so_far(side, make_images):
    images = make_images()
    recipe = replace(RECIPE, early_stopping=EarlyStopping(patience=4))
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    with pytest.warns(UserWarning, match="Interrupted in epoch 3"):
        history = side.train(model, images, recipe, progress=False, after_step=interrupting(13))
    loss, _ = side.evaluate(model, images.val, recipe)
    assert loss == min(history.val_loss) and len(history.val_loss) == 2


@SIDES
def test_an_interrupted_run_has_the_average(side, make_images):
    images, recipe = make_images(), replace(RECIPE, weights=(Average(0.8),))
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    with pytest.warns(UserWarning, match="Interrupted"):
        side.train(model, images, recipe, progress=False, after_step=interrupting(7))
    whole = side.fit(recipe, images, progress=False, stop_after=7).model
    plain = side.fit(replace(recipe, weights=()), images, progress=False, stop_after=7).model
    for ours, expected, other in zip(*map(side.get_weights, (model, whole, plain)), strict=True):
        np.testing.assert_array_equal(ours, expected)
        assert (ours != other).any()


class FailingMap(np.memmap):
    """A memory map whose file can be read so many times only."""

    reads_left = 0

    def __getitem__(self, index):
        if type(self).reads_left <= 0:
            raise OSError(5, "Input/output error")
        type(self).reads_left -= 1
        return np.asarray(super().__getitem__(index))


@SIDES
@pytest.mark.parametrize("weights", [(), (Average(0.8),)], ids=["plain", "average"])
def test_a_disk_that_fails_leaves_a_usable_run(side, weights, make_images, tmp_path):
    images, recipe = make_images(), replace(RECIPE, weights=weights)
    path = tmp_path / "pixels"
    images.train.images.tofile(path)
    pixels = FailingMap(path, np.uint8, "r", shape=images.train.images.shape)
    mapped = replace(images, train=images.train._replace(images=pixels))
    FailingMap.reads_left = 10**9
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    fail = lambda: setattr(FailingMap, "reads_left", 0)  # noqa: E731
    steps = []

    def after_step():
        steps.append(None)
        if len(steps) == 7:
            fail()

    with pytest.raises(StoppedError, match=r"in epoch \d: .*put error") as caught:
        side.train(model, mapped, recipe, progress=False, after_step=after_step)
    run = caught.value.run
    assert "\n" not in str(caught.value)
    assert run.model is model
    assert run.history.stopped == "failed"
    (num_steps,), (num_epochs,) = lengths(run.history)
    assert 7 <= num_steps < 20 and num_epochs == num_steps // 5
    whole = side.fit(recipe, images, progress=False, stop_after=num_steps)
    assert run.history.loss == whole.history.loss
    for ours, expected in zip(side.get_weights(model), side.get_weights(whole.model), strict=True):
        np.testing.assert_array_equal(ours, expected)


@SIDES
@pytest.mark.parametrize(("stop_after", "num_epochs"), [(3, 0), (5, 0), (6, 1), (10, 1)])
def test_a_run_ends_after_so_many_steps(side, stop_after, num_epochs, make_images):
    short = side.fit(RECIPE, make_images(), progress=False, stop_after=stop_after).history
    whole = side.fit(RECIPE, make_images(), progress=False).history
    assert lengths(short) == ({stop_after}, {num_epochs})
    assert short.stopped == "stop_after" and whole.stopped == ""
    assert short.loss == whole.loss[:stop_after]


def of_parts(side, images, parts: int, **settings):
    """The history and weights after training with each batch in so many parts."""
    model = Shallow(width=2, **settings)
    recipe = replace(
        RECIPE,
        model=model,
        optimizer=SGD(lr=0.05, momentum=0.9),
        batch_size=20,
        num_epochs=2,
        accumulate=parts,
        precision="float64",
    )
    run = side.fit(recipe, images, progress=False)
    return run.history, side.get_weights(run.model)


@SIDES
@pytest.mark.parametrize("parts", [2, 3, 8])
def test_a_batch_in_parts_is_the_same_step(side, parts, make_images):
    """Parts of unequal sizes, too: 20 in 3, and a last batch of 8."""
    images = make_images()
    (whole, weights), (accumulated, same) = (of_parts(side, images, n) for n in (1, parts))
    for name in ("loss", "grad_norm", "train_loss", "val_loss"):
        ours, expected = getattr(accumulated, name), getattr(whole, name)
        np.testing.assert_allclose(ours, expected, rtol=1e-10, atol=1e-12, err_msg=name)
    assert accumulated.train_accuracy == whole.train_accuracy
    for ours, expected in zip(same, weights, strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-11)


@SIDES
def test_batch_norm_sees_the_parts(side, make_images):
    images = make_images()
    whole, accumulated = (of_parts(side, images, n, norm=BatchNorm())[0] for n in (1, 2))
    assert abs(accumulated.loss[0] / whole.loss[0] - 1) > 1e-6  # far above rounding


@pytest.mark.filterwarnings("ignore:Interrupted")
def test_an_interrupt_while_it_evaluates_leaves_the_averaged_weights(make_images):
    """The weights and their average are exchanged then, and have to be so at the end."""

    class InterruptedSide(CountingSide):
        def evaluate(self):
            if self.weight > 5:
                raise KeyboardInterrupt
            return super().evaluate()

    side = InterruptedSide([5.0, 4.0])
    history = loop.run(side, RECIPE, make_images(), progress=False)
    assert history.stopped == "interrupted" and len(history.val_loss) == 1
    assert side.swaps % 2 == 1

"""The one loop over epochs: order, schedule, early stopping, recording and progress.

What differs between the frameworks is a `Side`: a step, an evaluation and a copy of the weights.
"""

import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from tqdm import tqdm

from cnncourse.batches import Batch, epoch_batches
from cnncourse.data.images import ImageData
from cnncourse.errors import DivergedError, StoppedError
from cnncourse.history import History, Recorder, Run
from cnncourse.recipe import EarlyStopping, Recipe
from cnncourse.watch import Watch


class Side(Protocol):
    """What the loop needs of a framework; `train.py` of either one has it."""

    title: str
    model: Any

    def batches(self, batches):
        """Yield each batch with what its step needs, on the device."""

    def step(self, lr: float, step: int, batch, *inputs) -> tuple:
        """Train on a batch; return (loss, num_correct, grad_norm) as device scalars."""

    def evaluate(self) -> tuple[float, float]:
        """Return the validation loss and accuracy of the weights as they are."""

    def fetch(self, results: list[tuple]) -> list[tuple]:
        """Turn triples of device scalars into floats."""

    def look(self, batch: Batch) -> dict[str, list]:
        """Return what is seen of the layers where a batch is shown, and change nothing by it."""

    def swap_average(self) -> None:
        """Exchange the weights and their moving average, where there is one."""

    def copy_weights(self) -> Any:
        """Return a copy of the weights and statistics."""

    def restore_weights(self, copy: Any) -> None:
        """Load such a copy."""


def run(
    side: Side,
    recipe: Recipe,
    images: ImageData,
    *,
    progress: bool,
    after_step: Callable[[], None] | None = None,
    stop_after: int | None = None,
    watch: Watch | None = None,
) -> History:
    """Train through all epochs of a recipe.

    Ctrl-C ends the training with a warning; the history then has the steps and epochs that were
    finished.

    Parameters
    ----------
    side : Side
    recipe : Recipe
    images : ImageData
    progress : bool
        Whether to show a progress bar.
    after_step : callable, optional
        Called after each step.
    stop_after : int, optional
        End after so many steps, without an evaluation after the last of them; 0 for a look alone.
    watch : Watch, optional
        Look into the layers before the first step and after epochs.

    Raises
    ------
    DivergedError
        If the loss stops being finite.
    StoppedError
        If files cannot be read any more; the model and the history are in its `run`.
    """
    recorder = Recorder(side.fetch)
    best = BestWeights(recipe.early_stopping)
    total = recipe.num_epochs * recipe.steps_per_epoch(len(images.train.labels))
    total = total if stop_after is None else min(total, stop_after)
    with tqdm(total=total, desc=side.title, disable=not progress) as bar:
        try:
            for epoch in range(recipe.num_epochs):
                if epoch == 0:
                    _look(side, recorder, images, watch, num_epochs=0)
                start = time.perf_counter()
                for _ in _steps(side, recipe, images, epoch, recorder, stop_after):
                    bar.update()
                    if after_step is not None:
                        after_step()
                if recorder.num_steps == stop_after:
                    recorder.finish("stop_after")
                    break
                _close_epoch(side, recorder, best, start)
                _look(side, recorder, images, watch, num_epochs=epoch + 1)
                bar.set_postfix(train=recorder.history.train_loss[-1], val=best.last)
                if best.is_over:
                    recorder.finish("early")
                    break
        except KeyboardInterrupt:
            warnings.warn(
                f"Interrupted in epoch {epoch + 1} of {recipe.num_epochs}: the model and its "
                "history are as they were then.",
                stacklevel=4,
            )
            recorder.finish("interrupted")
        except OSError as error:
            recorder.finish("failed")
            side.swap_average()
            raise StoppedError(Run(side.model, recorder.history), error) from error
        except DivergedError as error:
            error.run = Run(side.model, recorder.history)
            raise
    if best.weights is None:
        side.swap_average()
    else:
        side.restore_weights(best.weights)
    return recorder.history


def _steps(
    side: Side,
    recipe: Recipe,
    images: ImageData,
    epoch: int,
    recorder: Recorder,
    stop_after: int | None,
) -> Iterator[None]:
    """Train on the batches of an epoch, one each time that it is asked, up to so many steps."""
    num_examples = len(images.train.labels)
    steps_per_epoch = recipe.steps_per_epoch(num_examples)
    order = epoch_batches(recipe, num_examples, images.image_shape, epoch)
    for batch, *inputs in side.batches(order):
        step = recorder.num_steps
        if step == stop_after:
            return
        lr = recipe.lr(step, steps_per_epoch)
        results = side.step(lr, step, batch, *inputs)
        recorder.step(*results, lr=lr, size=batch.size)
        yield


def _look(
    side: Side, recorder: Recorder, images: ImageData, watch: Watch | None, *, num_epochs: int
) -> None:
    """Note what is seen of the layers, if after so many epochs it is time to look."""
    if watch is not None and num_epochs % watch.every == 0:
        indices = watch.chosen(len(images.train.labels))
        recorder.look(side.look(Batch(indices, None, (), len(indices))))


def _close_epoch(side: Side, recorder: Recorder, best: "BestWeights", start: float) -> None:
    """Evaluate with the averaged weights, record the epoch, and keep the weights if it is best."""
    side.swap_average()
    try:
        val_loss, val_accuracy = side.evaluate()
        best.note(val_loss, side.copy_weights)
    finally:  # an interrupt finds the weights that are trained, as it does within a step
        side.swap_average()
    recorder.epoch(val_loss, val_accuracy, time.perf_counter() - start)


class BestWeights:
    """The weights of the best epoch so far, and how long ago that was (Prechelt, 1998).

    Parameters
    ----------
    option : EarlyStopping or None
        None keeps nothing and never ends a run.

    Examples
    --------
    >>> best = BestWeights(EarlyStopping(patience=2))
    >>> for loss in (0.5, 0.3, 0.4, 0.3):
    ...     best.note(loss, copy_weights=lambda: loss)
    >>> best.weights, best.is_over
    (0.3, True)
    """

    def __init__(self, option: EarlyStopping | None):
        self._option = option
        self._lowest, self._waited = float("inf"), 0
        self.last, self.weights = float("nan"), None

    def note(self, val_loss: float, copy_weights: Callable[[], Any]) -> None:
        """Take in an epoch; the weights are copied if it is the best one."""
        self.last = val_loss
        if self._option is None:
            return
        self._waited += 1
        if val_loss < self._lowest - self._option.min_delta:
            self._lowest, self._waited = val_loss, 0
            self.weights = copy_weights()

    @property
    def is_over(self) -> bool:
        """Whether the run is to end."""
        return self._option is not None and self._waited >= self._option.patience

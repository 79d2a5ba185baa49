"""What happened in a run, per step and per epoch, collected without waiting for each step."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from cnncourse.errors import DivergedError


@dataclass
class History:
    """The record of one training run.

    Attributes
    ----------
    loss, lr, grad_norm : list of float
        One value per step: mean loss of the batch (without penalties), the learning rate, and
        the norm of the whole gradient of that loss, before the recipe's `gradients` change it.
    train_loss, train_accuracy : list of float
        One value per epoch: means over the examples, taken while the weights were changing.
    val_loss, val_accuracy : list of float
        One value per epoch: means over the validation split after the epoch.
    seconds : list of float
        Wall time of each epoch, evaluation included.
    watched : list of dict
        Where the training was watched, one look after the other: "step", the number of steps before
        it, and lists with an entry for each layer that has a kernel, in the order in which the data
        passes them: "layer" names it, "grad_norm" is the norm of its kernel's gradient, "spread"
        the standard deviation of what comes out of it and the activation that follows, "dead" how
        many of its "units" gave 0 for all images.
    stopped : str
        Why the run ended before its last epoch: "early" (early stopping), "interrupted" (Ctrl-C),
        "failed" (files that could not be read) or "stop_after"; "" if it went through.
    """

    loss: list[float] = field(default_factory=list)
    lr: list[float] = field(default_factory=list)
    grad_norm: list[float] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    watched: list[dict] = field(default_factory=list)
    stopped: str = ""

    def to_dict(self) -> dict:
        """The record as plain lists, for JSON."""
        return asdict(self)


class Run(NamedTuple):
    """What `fit` returns: the trained model and the record of its training."""

    model: Any
    history: History


class Recorder:
    """Collects device-side step results and fetches them in bulk.

    Reading a number from the device makes the program wait for it, so results are kept where
    they are and read every `every` steps and at the end of an epoch.

    Parameters
    ----------
    fetch : callable
        Turns a list of (loss, num_correct, grad_norm) triples of device scalars into floats.
    every : int
        Steps between reads; also how late a diverged loss may be noticed.
    """

    def __init__(self, fetch, every: int = 50):
        self.history = History()
        self._fetch, self._every = fetch, every
        self._pending: list[tuple] = []
        self._start_epoch()

    def _start_epoch(self) -> None:
        self._sizes: list[int] = []
        self._losses: list[float] = []
        self._num_correct = 0.0

    @property
    def num_steps(self) -> int:
        """Steps noted so far."""
        return len(self.history.lr)

    def finish(self, stopped: str) -> None:
        """Close the record of a run that ends here, for this reason."""
        self._read()
        # An interrupt may fall between the two halves of a step's note.
        del self.history.lr[len(self.history.loss) :]
        self.history.stopped = stopped

    def step(self, loss, num_correct, grad_norm, *, lr: float, size: int) -> None:
        """Note one step: device scalars for its results, its learning rate and batch size."""
        self.history.lr.append(lr)
        self._sizes.append(size)
        self._pending.append((loss, num_correct, grad_norm))
        if len(self._pending) >= self._every:
            self._read()

    def look(self, seen: dict[str, list]) -> None:
        """Note what was seen in the layers."""
        self.history.watched.append({"step": self.num_steps} | seen)

    def epoch(self, val_loss: float, val_accuracy: float, seconds: float) -> None:
        """Close an epoch with its validation results; a validation loss has to be finite, too."""
        self._read()
        if not math.isfinite(val_loss):
            raise DivergedError(len(self.history.loss) - 1, len(self.history.val_loss), val_loss)
        total = sum(self._sizes)
        weighted = (n * loss for n, loss in zip(self._sizes, self._losses, strict=True))
        history = self.history
        history.train_loss.append(sum(weighted) / total)
        history.train_accuracy.append(self._num_correct / total)
        history.val_loss.append(val_loss)
        history.val_accuracy.append(val_accuracy)
        history.seconds.append(seconds)
        self._start_epoch()

    def _read(self) -> None:
        for loss, num_correct, grad_norm in self._fetch(self._pending):
            if not math.isfinite(loss):
                raise DivergedError(len(self.history.loss), len(self.history.train_loss), loss)
            self.history.loss.append(loss)
            self.history.grad_norm.append(grad_norm)
            self._losses.append(loss)
            self._num_correct += num_correct
        self._pending.clear()

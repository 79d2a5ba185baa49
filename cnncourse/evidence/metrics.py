"""Numbers to draw from one stored run; each maker gives a function of the run."""

import math
from collections.abc import Callable

from cnncourse.errors import unknown_name
from cnncourse.evidence.store import EvidenceError

Metric = Callable[[dict], float]


def last(field: str) -> Metric:
    """The last value of a field of `History`.

    Examples
    --------
    >>> run = {"history": {"val_loss": [2.3, 0.4]}, "diverged": None}
    >>> last("val_loss")(run)
    0.4
    """
    return lambda run: _field(run, field)[-1]


def lowest(field: str) -> Metric:
    """The lowest value of a field of `History`, whenever that was.

    Examples
    --------
    >>> lowest("val_loss")({"history": {"val_loss": [2.3, 0.4, 0.9]}, "diverged": None})
    0.4
    """
    return lambda run: min(_field(run, field))


def epochs_to_lowest(field: str) -> Metric:
    """Epochs until a field of `History` that has a value per epoch is at its lowest.

    Examples
    --------
    >>> epochs_to_lowest("val_loss")({"history": {"val_loss": [2.3, 0.4, 0.9]}, "diverged": None})
    2
    """

    def count(run: dict) -> int:
        values = _field(run, field)
        return 1 + values.index(min(values))

    return count


def on_test(field: str) -> Metric:
    """The "loss" or "accuracy" on the test split, of the trained model.

    Examples
    --------
    >>> on_test("accuracy")({"test": {"loss": 0.3, "accuracy": 0.9}, "diverged": None})
    0.9
    """
    return lambda run: of_test(run, field)


def steps_until(loss: float, window: int = 10) -> Metric:
    """Steps until the mean loss of the last `window` steps is `loss` or lower.

    A run that never comes so low counts with all its steps, which is a lower bound: a difference
    to an arm that comes so low is then at least as large as the one measured.

    Examples
    --------
    >>> run = {"history": {"loss": [4.0, 3.0, 1.0, 1.0, 1.0]}, "diverged": None}
    >>> steps_until(loss=2.0, window=2)(run)
    3
    """

    def count(run: dict) -> int:
        losses = _field(run, "loss")
        for step in range(window, len(losses) + 1):
            if sum(losses[step - window : step]) / window <= loss:
                return step
        return len(losses)

    return count


def seconds(run: dict) -> float:
    """Wall time of the training, validation included.

    Examples
    --------
    >>> seconds({"history": {"seconds": [1.5, 1.0]}, "diverged": None})
    2.5
    """
    return sum(_field(run, "seconds"))


def shortest_epoch(run: dict) -> float:
    """Wall time of the fastest epoch, which other work on the machine has delayed least.

    Examples
    --------
    >>> shortest_epoch({"history": {"seconds": [1.5, 1.0]}, "diverged": None})
    1.0
    """
    return min(_field(run, "seconds"))


def learns(run: dict) -> bool:
    """Whether a run on ten classes ends with a training loss at least 0.5 nats below ln 10.

    That is the loss of a guess. A run that diverged has not learned.

    Examples
    --------
    >>> learns({"history": {"train_loss": [2.3, 1.9]}, "diverged": None})
    False
    """
    return not run["diverged"] and last("train_loss")(run) <= math.log(10) - 0.5


def of_test(run: dict, field: str):
    """What a claim kept of the test of one stored run under that name.

    Raises
    ------
    EvidenceError
        If the run diverged, or has no such entry.

    Examples
    --------
    >>> of_test({"test": {"loss": 0.3}, "diverged": None}, "loss")
    0.3
    """
    return _entry(_finished(run, "test"), field)


def _field(run: dict, field: str) -> list[float]:
    return _entry(_finished(run, "history"), field)


def _entry(values: dict, field: str):
    if field not in values:
        raise EvidenceError(unknown_name("field of a run", field, values))
    return values[field]


def _finished(run: dict, part: str) -> dict:
    """That part of a run that went through to its end."""
    if run["diverged"]:
        raise EvidenceError(
            f"Arm {run['arm']!r}, seed {run['seed']}, in {run['framework']} diverged at step "
            f"{run['diverged']['step']}: it has no {part}; lower its lr, or count the divergences."
        )
    return run[part]

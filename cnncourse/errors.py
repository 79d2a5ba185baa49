"""The errors a user meets: one line each, saying what is wrong and what to do."""


class CourseError(Exception):
    """Base of every error whose text is meant for the user rather than for a debugger."""


class RecipeError(CourseError, ValueError):
    """A recipe that cannot be trained: an unknown name or an impossible value."""


class DataError(CourseError):
    """A data set that cannot be loaded: unknown, missing, damaged or unusable."""


class DivergedError(CourseError, FloatingPointError):
    """The training loss is no longer a finite number.

    Parameters
    ----------
    step : int
        Index of the first step with a non-finite loss, counted from 0.
    epoch : int
        Epoch of that step, counted from 0.
    loss : float
        The loss itself: NaN or infinite.
    """

    def __init__(self, step: int, epoch: int, loss: float):
        self.step, self.epoch, self.loss = step, epoch, loss
        super().__init__(
            f"The loss became {loss} at step {step} (epoch {epoch}): lower the learning rate, "
            "or clip the gradients (ClipNorm(1.0))."
        )


class StoppedError(CourseError):
    """A training that something outside of it has ended, such as a disk that fails.

    Attributes
    ----------
    run : Run
        The model as it was after its last step, and the history until then.
    """

    def __init__(self, run, reason: BaseException):
        self.run = run
        super().__init__(
            f"Training stopped in epoch {len(run.history.val_loss)}: {reason}. The model and its "
            "history are in `run` of this error."
        )


def unknown_name(kind: str, name: object, known) -> str:
    """Message for a name that is not in a registry; lists the names there are.

    Examples
    --------
    >>> unknown_name("loss", "hinge", ["focal", "mse"])
    "Unknown loss 'hinge': choose one of focal, mse."
    """
    return f"Unknown {kind} {name!r}: choose one of {', '.join(sorted(known))}."


def built(builders: dict, option: object):
    """Return what a framework builds an option with.

    Parameters
    ----------
    builders : dict
        Class of an option -> function.
    option : object

    Raises
    ------
    RecipeError
        If the framework has nothing for this class: an option that is declared but not built.

    Examples
    --------
    >>> built({int: abs}, -3)
    <built-in function abs>
    >>> built({int: abs}, 0.5)
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: float is declared but not built here: ...
    """
    if type(option) not in builders:
        known = ", ".join(sorted(cls.__name__ for cls in builders))
        raise RecipeError(
            f"{type(option).__name__} is declared but not built here: choose one of {known}."
        )
    return builders[type(option)]


def require(condition: bool, message: str) -> None:
    """Raise a `RecipeError` with `message` unless `condition` holds."""
    if not condition:
        raise RecipeError(message)

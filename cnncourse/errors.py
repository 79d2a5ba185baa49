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
            "clip the gradients (clip_norm=1.0), or check the inputs for NaN."
        )


def unknown_name(kind: str, name: object, known) -> str:
    """Message for a name that is not in a registry; lists the names there are.

    Examples
    --------
    >>> unknown_name("loss", "hinge", ["focal", "mse"])
    "Unknown loss 'hinge': choose one of focal, mse."
    """
    return f"Unknown {kind} {name!r}: choose one of {', '.join(sorted(known))}."


def require(condition: bool, message: str) -> None:
    """Raise a `RecipeError` with `message` unless `condition` holds."""
    if not condition:
        raise RecipeError(message)


def require_fraction(name: str, value: float) -> None:
    """Raise a `RecipeError` unless 0 <= value < 1."""
    require(0 <= value < 1, f"{name} is {value}: it lies in [0, 1).")

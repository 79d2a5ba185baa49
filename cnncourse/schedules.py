"""How the learning rate changes over a run: the factor on the optimizer's lr at each step."""

import math

from cnncourse.declaration import (
    Fraction,
    Inside,
    Positive,
    Registry,
    ShareAboveZero,
)
from cnncourse.errors import require

SCHEDULES = Registry("schedule")


@SCHEDULES.option("constant")
class Constant:
    """The same learning rate throughout."""

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        return 1.0


@SCHEDULES.option("step_decay")
class StepDecay:
    """Multiply the learning rate by `decay` after every `every_epochs` epochs."""

    every_epochs: Positive = 1.0
    decay: ShareAboveZero = 0.5

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        return self.decay ** math.floor(step / (self.every_epochs * steps_per_epoch))


@SCHEDULES.option("cosine_decay")
class CosineDecay:
    """Half a cosine from 1 down to `final` over the run (Loshchilov and Hutter, 2017)."""

    final: Fraction = 0.0

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        progress = min(step / max(steps_per_epoch * num_epochs, 1), 1.0)
        return self.final + (1 - self.final) * 0.5 * (1 + math.cos(math.pi * progress))


@SCHEDULES.option("warmup")
class Warmup:
    """Rise linearly to the full learning rate over `epochs`, then follow another schedule."""

    epochs: Positive = 1.0
    then: SCHEDULES.one() = Constant()

    def __post_init__(self):
        require(type(self.then) is not Warmup, "A warm-up cannot be followed by a warm-up.")

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        warm = max(round(self.epochs * steps_per_epoch), 1)
        if step < warm:
            return (step + 1) / warm
        return self.then.factor(step - warm, steps_per_epoch, num_epochs - self.epochs)


@SCHEDULES.option("triangle")
class Triangle:
    """Rise linearly from `start` to the full learning rate, then fall linearly to `final`.

    The "slanted triangle" of Howard and Ruder (2018); a rise and fall within one run after Smith
    and Topin (2019).

    Parameters
    ----------
    start, final : float
        Factor on the learning rate at the first step and after the last one.
    peak_at : float
        Where the full learning rate is reached, as a fraction of the run.
    """

    start: ShareAboveZero = 0.2
    peak_at: Inside = 0.25
    final: Fraction = 0.0

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        progress = min(step / max(steps_per_epoch * num_epochs, 1), 1.0)
        if progress < self.peak_at:
            return self.start + (1 - self.start) * progress / self.peak_at
        return self.final + (1 - self.final) * (1 - progress) / (1 - self.peak_at)

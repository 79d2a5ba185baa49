"""How the learning rate changes over a run: the factor on the optimizer's lr at each step."""

import math
from dataclasses import dataclass, field

from cnncourse.errors import require, require_fraction


@dataclass(frozen=True)
class Constant:
    """The same learning rate throughout."""

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        return 1.0


@dataclass(frozen=True)
class StepDecay:
    """Multiply the learning rate by `decay` after every `every_epochs` epochs."""

    every_epochs: float = 1.0
    decay: float = 0.5

    def __post_init__(self):
        require(
            self.every_epochs > 0, f"every_epochs is {self.every_epochs}: it is positive, try 1."
        )
        require(0 < self.decay <= 1, f"decay is {self.decay}: it lies in (0, 1].")

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        return self.decay ** math.floor(step / (self.every_epochs * steps_per_epoch))


@dataclass(frozen=True)
class CosineDecay:
    """Half a cosine from 1 down to `final` over the run (Loshchilov and Hutter, 2017)."""

    final: float = 0.0

    def __post_init__(self):
        require_fraction("final", self.final)

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        progress = min(step / max(steps_per_epoch * num_epochs, 1), 1.0)
        return self.final + (1 - self.final) * 0.5 * (1 + math.cos(math.pi * progress))


@dataclass(frozen=True)
class Warmup:
    """Rise linearly to the full learning rate over `epochs`, then follow another schedule."""

    epochs: float = 1.0
    then: "Constant | StepDecay | CosineDecay" = field(default_factory=Constant)

    def __post_init__(self):
        require(self.epochs > 0, f"warm-up epochs is {self.epochs}: it is positive, try 1.")
        require(not isinstance(self.then, Warmup), "A warm-up cannot be followed by a warm-up.")

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        warm = max(round(self.epochs * steps_per_epoch), 1)
        if step < warm:
            return (step + 1) / warm
        return self.then.factor(step - warm, steps_per_epoch, num_epochs - self.epochs)


@dataclass(frozen=True)
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

    start: float = 0.2
    peak_at: float = 0.25
    final: float = 0.0

    def __post_init__(self):
        require(0 < self.start <= 1, f"start is {self.start}: it lies in (0, 1], try 0.2.")
        require(0 < self.peak_at < 1, f"peak_at is {self.peak_at}: it lies in (0, 1), try 0.25.")
        require_fraction("final", self.final)

    def factor(self, step: int, steps_per_epoch: int, num_epochs: float) -> float:
        progress = min(step / max(steps_per_epoch * num_epochs, 1), 1.0)
        if progress < self.peak_at:
            return self.start + (1 - self.start) * progress / self.peak_at
        return self.final + (1 - self.final) * (1 - progress) / (1 - self.peak_at)


SCHEDULES = {
    "constant": Constant,
    "step_decay": StepDecay,
    "cosine_decay": CosineDecay,
    "warmup": Warmup,
    "triangle": Triangle,
}

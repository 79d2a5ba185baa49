"""The track of a benchmark: the images on disk, the common recipe, and who runs on it when."""

from dataclasses import dataclass, replace
from pathlib import Path

from cnncourse.architectures import VGG
from cnncourse.bench import stage
from cnncourse.bench.contestants import Contestant
from cnncourse.bench.race import Result, run_alone, take_turns
from cnncourse.bench.summary import Run
from cnncourse.bench.worker import Job
from cnncourse.data import ImageData
from cnncourse.errors import CourseError
from cnncourse.layers import BatchNorm
from cnncourse.moves import HorizontalFlip, Shift
from cnncourse.optimizers import Adam
from cnncourse.recipe import Recipe

PLAIN = "plain_pytorch"
"""Whose validation loss after `Settings.target_epochs` is the one that all are to reach."""

BATCH_SIZES = {32: 128, 128: 32}
TO_A_LOSS = {32: {}, 128: {"batch_size": 8, "optimizer": Adam(lr=0.0003)}}
"""What the recipe is changed to for trainings to a validation loss.

The few images of 128 x 128 are some dozens of batches of 32, and the many inputs of the dense layer
make Adam's usual steps too long: the loss would stay near chance.
"""
NUM_VAL = 64
"""Validation images between turns, which is not timed."""


@dataclass(frozen=True)
class Settings:
    """How much is measured.

    Attributes
    ----------
    num_steps, num_rounds : int
        Timed steps of a turn, and turns that count.
    num_repeats : int
        Trainings to the validation loss; 0 for none.
    num_epochs, target_epochs : int
        Most epochs of such a training; epochs of the plain loop that set the loss to reach.
    """

    num_steps: int = 10
    num_rounds: int = 5
    num_repeats: int = 1
    num_epochs: int = 5
    target_epochs: int = 3


class Track:
    """Where the contestants run.

    Parameters
    ----------
    place : Path
        Folder for the images and the logs.
    images : ImageData
    size : int
        Of the images.
    device : str
        "cpu" or "gpu".
    settings : Settings
    tell : callable
        Called with each line on what goes on.
    """

    def __init__(self, place: Path, images: ImageData, size: int, device: str, settings, tell):
        self._place, self._images, self._size, self._device = place, images, size, device
        self._settings, self._tell = settings, tell
        self._target: float | None = None
        self._recipe = Recipe(
            model=VGG(norm=BatchNorm()),
            optimizer=Adam(),
            batch_size=BATCH_SIZES[size],
            augmentation=(HorizontalFlip(), Shift(0.125, 0.125)),
        )
        self._recipe_to_loss = replace(self._recipe, **TO_A_LOSS[size])

    def race(self, contestants: list[Contestant]) -> dict[str, Result]:
        """Let contestants take turns."""
        if not contestants:
            return {}
        settings = self._settings
        num_train = (settings.num_steps + 1) * self._recipe.batch_size  # an epoch is a turn
        few = stage.part(self._images, num_train, NUM_VAL)
        if len(few.train.labels) < num_train:
            raise CourseError(
                f"{settings.num_steps} steps need {num_train} training images of {self._size} x "
                f"{self._size} and there are {len(few.train.labels)}: use fewer --steps."
            )
        endless = replace(self._recipe, num_epochs=settings.num_rounds + 3)
        jobs = self._jobs(contestants, few, endless, num_steps=settings.num_steps)
        results = take_turns(jobs, settings.num_rounds, tell=self._tell)
        for name, result in results.items():
            if result.problem:
                self._tell(f"{name} did not come through: {result.problem}")
        return results

    def train_to_loss(self, contestants: list[Contestant]) -> dict[str, list]:
        """Train each alone until its validation loss is as low as the plain loop's."""
        settings = self._settings
        by_name = {contestant.name: contestant for contestant in contestants}
        if not settings.num_repeats:
            return {}
        if PLAIN not in by_name:
            self._tell(f"The time to a validation loss needs {PLAIN}, which sets the loss.")
            return {}
        short = replace(self._recipe_to_loss, num_epochs=settings.target_epochs)
        first = self._jobs([by_name[PLAIN]], self._images, short)
        result = run_alone(PLAIN, first[PLAIN])
        if result.problem:
            self._tell(f"{PLAIN} did not set a validation loss to reach: {result.problem}")
            return {}
        self._target = result.epochs[-1][1]
        long = replace(self._recipe_to_loss, num_epochs=settings.num_epochs)
        jobs = self._jobs(contestants, self._images, long, target=self._target)
        found: dict[str, list] = {name: [] for name in by_name}
        for repeat in range(settings.num_repeats):
            for name in list(jobs)[:: -1 if repeat % 2 else 1]:
                self._tell(f"to a validation loss of {self._target:.3f}: {name}")
                result = run_alone(name, jobs[name])
                if result.problem:
                    self._tell(f"{name} did not come through: {result.problem}")
                found[name].append(result.epochs)
        return found

    def as_run(self, contestant: Contestant, result: Result, to_loss: list) -> Run:
        """What is stored of a contestant."""
        return {
            "contestant": contestant.name,
            "title": contestant.title,
            "kind": contestant.kind,
            "framework": contestant.framework,
            "precision": contestant.precision,
            "compiled": contestant.compile,
            "size": self._size,
            "dataset": self._images.name,
            "synthetic": self._images.synthetic,
            "batch_size": self._recipe.batch_size,
            "num_steps": self._settings.num_steps,
            "seconds": result.seconds,
            "first_step": result.first_step,
            "peak_bytes": result.peak_bytes,
            "target": self._target,
            "target_batch_size": self._recipe_to_loss.batch_size,
            "to_loss": to_loss,
            "problem": result.problem,
        }

    def _jobs(self, contestants, images: ImageData, recipe: Recipe, **settings) -> dict[str, Job]:
        path = self._place / f"images_{len(images.train.labels)}.npz"
        stage.save(images, path)
        return {
            c.name: Job(c, path, recipe, self._place / f"{c.name}.log", self._device, **settings)
            for c in contestants
        }

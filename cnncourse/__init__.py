"""Helpers of the course: data sets, recipes, and training loops in PyTorch and TensorFlow.

Importing this package imports neither framework; `from cnncourse import pytorch` imports the one
that is named.
"""

from cnncourse import (
    architectures,
    initial,
    layers,
    losses,
    optimizers,
    schedules,
    transforms,
    updates,
)
from cnncourse.errors import CourseError, DataError, DivergedError, RecipeError
from cnncourse.history import History, Run
from cnncourse.recipe import EarlyStopping, Recipe
from cnncourse.watch import Watch

__version__ = "0.1.0"

_REGISTRIES = (
    architectures.MODELS,
    layers.LAYERS,
    initial.INITIALIZATIONS,
    losses.LOSSES,
    optimizers.OPTIMIZERS,
    schedules.SCHEDULES,
    transforms.TRANSFORMS,
    updates.GRADIENT_STEPS,
    updates.WEIGHT_RULES,
)
_OPTIONS = {cls.__name__: cls for registry in _REGISTRIES for cls in registry.values()}
globals().update(_OPTIONS)

__all__ = [
    "CourseError",
    "DataError",
    "DivergedError",
    "EarlyStopping",
    "History",
    "Recipe",
    "RecipeError",
    "Run",
    "Watch",
    *_OPTIONS,
]

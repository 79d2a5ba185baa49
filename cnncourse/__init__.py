"""Helpers of the course: data sets, recipes, and training loops in PyTorch and TensorFlow.

Importing this package imports neither framework; `from cnncourse import pytorch` imports the one
that is named.
"""

from cnncourse.augmentation import Augmentation
from cnncourse.errors import CourseError, DataError, DivergedError, RecipeError
from cnncourse.history import History, Run
from cnncourse.options import (
    SGD,
    Adam,
    AdamW,
    BinaryCrossEntropy,
    CrossEntropy,
    Focal,
    MeanSquaredError,
    Muon,
    RMSprop,
)
from cnncourse.recipe import Recipe
from cnncourse.schedules import Constant, CosineDecay, StepDecay, Triangle, Warmup

__version__ = "0.1.0"

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "Augmentation",
    "BinaryCrossEntropy",
    "Constant",
    "CosineDecay",
    "CourseError",
    "CrossEntropy",
    "DataError",
    "DivergedError",
    "Focal",
    "History",
    "MeanSquaredError",
    "Muon",
    "RMSprop",
    "Recipe",
    "RecipeError",
    "Run",
    "StepDecay",
    "Triangle",
    "Warmup",
]

"""The TensorFlow side: the same names, function for function, as on the other side."""

from cnncourse.tensorflow.augmented import augmented
from cnncourse.tensorflow.evaluation import evaluate, predict
from cnncourse.tensorflow.fit import fit
from cnncourse.tensorflow.losses import per_example_loss
from cnncourse.tensorflow.models import build_model
from cnncourse.tensorflow.optimizers import make_optimizer
from cnncourse.tensorflow.saving import load, save
from cnncourse.tensorflow.train import train
from cnncourse.tensorflow.weights import get_weights, set_weights, whiten

__all__ = [
    "augmented",
    "build_model",
    "evaluate",
    "fit",
    "get_weights",
    "load",
    "make_optimizer",
    "per_example_loss",
    "predict",
    "save",
    "set_weights",
    "train",
    "whiten",
]

"""The PyTorch side: the same names, function for function, as on the other side."""

from cnncourse.pytorch.augmented import augmented
from cnncourse.pytorch.evaluation import evaluate, predict
from cnncourse.pytorch.fit import fit
from cnncourse.pytorch.losses import per_example_loss
from cnncourse.pytorch.models import build_model
from cnncourse.pytorch.optimizers import make_optimizer
from cnncourse.pytorch.saving import load, save
from cnncourse.pytorch.train import train
from cnncourse.pytorch.weights import get_weights, set_weights, whiten

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

"""One training run, described without a framework: the decisions that both of them read."""

from dataclasses import asdict, dataclass, field, fields

from cnncourse.augmentation import Augmentation
from cnncourse.errors import RecipeError, require, require_fraction, unknown_name
from cnncourse.options import (
    LOSSES,
    MODELS,
    OPTIMIZERS,
    Adam,
    BinaryCrossEntropy,
    CrossEntropy,
)
from cnncourse.schedules import SCHEDULES, Constant
from cnncourse.toml_file import read_recipe

PRECISIONS = ("float32", "float64", "bfloat16", "auto")
_REGISTRIES = {"loss": LOSSES, "optimizer": OPTIMIZERS, "schedule": SCHEDULES}


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a training run, apart from the images.

    The same recipe and seed give the same losses, step by step, in PyTorch and in TensorFlow.

    Parameters
    ----------
    model : str
        A name in `options.MODELS`.
    batch_norm : bool
        Batch normalization after every convolution (Ioffe and Szegedy, 2015).
    dropout : float
        Share of the last hidden layer's units dropped in a training step (Srivastava et al., 2014).
    width : int
        Filters of the first convolution; the layers after it scale along.
    loss, optimizer, schedule, augmentation
        Choices from `cnncourse.options` and `cnncourse.schedules`.
    whitening : bool
        A first layer of fixed 2x2 filters, computed from the training images, whose outputs are
        uncorrelated (Page, 2019); see `cnncourse.whitening`.
    l1, l2 : float
        Penalties added to the loss: l1 sum |w| + l2/2 sum w^2, over all kernels. They are not
        part of the logged loss, so that runs with different penalties can be compared.
    clip_norm : float, optional
        Largest norm of the gradient of all parameters together.
    clip_value : float, optional
        Largest magnitude of each entry of the gradient.
    ema : float
        Decay of a moving average of all weights and batch norm statistics, taken after each step;
        evaluation and the trained model have the averaged ones (Polyak and Juditsky, 1992). 0, the
        default, keeps the last weights.
    test_flips : bool
        Evaluate on the mean of the logits of an image and of its mirror image.
    batch_size, num_epochs, seed : int
        The last batch of an epoch may be smaller.
    precision : str
        What the model computes in. "float32" is the reference in which both frameworks agree;
        "float64" tells a wrong convention from rounding. "bfloat16" keeps weights, losses and
        updates in float32 and computes layers with 8 significant bits (Micikevicius et al., 2018);
        it pays on some hardware, and "auto" takes it where it is known to, and float32 elsewhere.
    compile : bool
        Compile the model (PyTorch: `torch.compile`) or the whole step (TensorFlow: XLA) before
        the first step, which then takes seconds to minutes: for long runs, where it pays at all.

    Raises
    ------
    RecipeError
        If a name is unknown or a value impossible.

    Examples
    --------
    >>> from cnncourse import SGD, Recipe
    >>> recipe = Recipe(model="vgg3x3", optimizer=SGD(lr=0.05, momentum=0.9), num_epochs=2)
    >>> recipe.lr(step=0, steps_per_epoch=10)
    0.05
    >>> Recipe(model="lenet")
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: Unknown model 'lenet': choose one of ...
    """

    model: str = "vgg3x3"
    batch_norm: bool = False
    dropout: float = 0.0
    width: int = 32
    loss: object = field(default_factory=CrossEntropy)
    optimizer: object = field(default_factory=Adam)
    schedule: object = field(default_factory=Constant)
    augmentation: Augmentation = field(default_factory=Augmentation)
    whitening: bool = False
    l1: float = 0.0
    l2: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None
    ema: float = 0.0
    test_flips: bool = False
    batch_size: int = 32
    num_epochs: int = 5
    seed: int = 0
    precision: str = "float32"
    compile: bool = False

    def __post_init__(self):
        require(self.model in MODELS, unknown_name("model", self.model, MODELS))
        require(self.precision in PRECISIONS, unknown_name("precision", self.precision, PRECISIONS))
        for name, registry in _REGISTRIES.items():
            value = getattr(self, name)
            require(type(value) in registry.values(), unknown_name(name, value, registry))
        require(
            isinstance(self.augmentation, Augmentation),
            f"augmentation is {self.augmentation!r}: pass Augmentation(...).",
        )
        require_fraction("dropout", self.dropout)
        require_fraction("ema", self.ema)
        for name in ("width", "batch_size", "num_epochs"):
            value = getattr(self, name)
            require(
                isinstance(value, int) and value >= 1, f"{name} is {value!r}: it is 1 or larger."
            )
        require(
            isinstance(self.seed, int) and self.seed >= 0,
            f"seed is {self.seed!r}: it is a whole number, 0 or larger.",
        )
        for name in ("l1", "l2"):
            require(getattr(self, name) >= 0, f"{name} is {getattr(self, name)}: 0 or larger.")
        for name in ("clip_norm", "clip_value"):
            value = getattr(self, name)
            require(value is None or value > 0, f"{name} is {value}: it is positive, or left out.")

    @property
    def weights_dtype(self) -> str:
        """Name of the dtype of the weights: "float64" in that precision, else "float32"."""
        return "float64" if self.precision == "float64" else "float32"

    def num_outputs(self, num_classes: int) -> int:
        """Outputs of the model for this loss: 1 for a binary task under binary cross-entropy."""
        binary = isinstance(self.loss, BinaryCrossEntropy) and num_classes == 2
        return 1 if binary else num_classes

    def steps_per_epoch(self, num_examples: int) -> int:
        """Batches in one epoch, the smaller last one included."""
        return -(-num_examples // self.batch_size)

    def lr(self, step: int, steps_per_epoch: int) -> float:
        """Learning rate of step `step`, counted from 0 over the whole run."""
        return self.optimizer.lr * self.schedule.factor(step, steps_per_epoch, self.num_epochs)

    def check(self, images, devices: int = 1) -> None:
        """Raise a `RecipeError` if these images cannot be trained on with this recipe."""
        num_examples, num_classes = len(images.train.labels), len(images.class_names)
        require(
            self.batch_size <= num_examples,
            f"batch_size is {self.batch_size} but there are {num_examples} training images: "
            f"use {num_examples} or fewer.",
        )
        require(
            len(images.val.labels) > 0,
            "There are no validation images, so no epoch can be judged: set some apart.",
        )
        smallest = num_examples % self.batch_size or self.batch_size
        require(
            isinstance(devices, int) and 1 <= devices <= smallest,
            f"devices is {devices!r} and the smallest batch has {smallest} images: every device "
            "needs one, choose another batch_size.",
        )
        weights = getattr(self.loss, "class_weights", None)
        require(
            weights is None or len(weights) == num_classes,
            f"class_weights has {len(weights or ())} entries for {num_classes} classes.",
        )

    def to_dict(self) -> dict:
        """The recipe as nested plain values, the inverse of `from_dict`."""
        values = asdict(self)
        for name in _REGISTRIES:
            values[name] = _option_to_dict(getattr(self, name), _REGISTRIES[name])
        return values

    @classmethod
    def from_dict(cls, values: dict) -> "Recipe":
        """Make a recipe from nested plain values.

        Examples
        --------
        >>> Recipe.from_dict({"optimizer": {"name": "sgd", "lr": 0.1}}).optimizer
        SGD(lr=0.1, momentum=0.0, nesterov=False, weight_decay=0.0)
        """
        values = dict(values)
        for name, registry in _REGISTRIES.items():
            if name in values:
                values[name] = _option_from(name, values[name], registry)
        if "augmentation" in values:
            changes = values["augmentation"]
            require(isinstance(changes, dict), f"augmentation is {changes!r}: give a table.")
            values["augmentation"] = _construct("augmentation", Augmentation, changes)
        return _construct("recipe", cls, values)

    @classmethod
    def from_toml(cls, path) -> "Recipe":
        """Read a recipe from a TOML file; options are tables with a `name`."""
        return cls.from_dict(read_recipe(path))


def _option_to_dict(option, registry: dict) -> dict:
    name = next(name for name, cls in registry.items() if cls is type(option))
    values = {"name": name} | asdict(option)
    if "then" in values:
        values["then"] = _option_to_dict(option.then, SCHEDULES)
    return values


def _option_from(kind: str, value, registry: dict):
    require(isinstance(value, str | dict), f"{kind} is {value!r}: give a name or a table.")
    values = {"name": value} if isinstance(value, str) else dict(value)
    name = values.pop("name", None)
    require(name in registry, unknown_name(kind, name, registry))
    if "then" in values:
        values["then"] = _option_from(kind, values["then"], SCHEDULES)
    return _construct(f"{kind} {name!r}", registry[name], values)


def _construct(what: str, cls, values: dict):
    known = [f.name for f in fields(cls)]
    for name in values:
        require(name in known, unknown_name(f"field of {what}", name, known))
    try:
        return cls(**values)
    except TypeError as error:
        raise RecipeError(f"A value of {what} has the wrong type: {error}.") from None

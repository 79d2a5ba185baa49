"""One training run, described without a framework: the decisions that both of them read."""

from cnncourse.architectures import MODELS, VGG
from cnncourse.declaration import (
    Count,
    Flag,
    NotNegative,
    Seed,
    construct,
    declared,
    one_of,
    table_of,
    to_dict,
)
from cnncourse.errors import require
from cnncourse.initial import INITIALIZATIONS, Glorot
from cnncourse.losses import LOSSES, BinaryCrossEntropy, CrossEntropy
from cnncourse.optimizers import OPTIMIZERS, Adam
from cnncourse.schedules import SCHEDULES, Constant
from cnncourse.toml_file import read_recipe
from cnncourse.transforms import TRANSFORMS, check_transforms
from cnncourse.updates import GRADIENT_STEPS, WEIGHT_RULES


@declared
class EarlyStopping:
    """End a run when the validation loss no longer falls, with the weights of its best epoch.

    Parameters
    ----------
    patience : int
        Epochs in a row without a better validation loss, after which the run ends (Prechelt, 1998).
    min_delta : float
        By how much the loss has to fall below the best one to be better.
    """

    patience: Count = 3
    min_delta: NotNegative = 0.0


@declared
class Recipe:
    """Everything that decides a training run, apart from the images.

    The same recipe and seed give the same losses, step by step, in PyTorch and in TensorFlow.
    Where an option is wanted, give one, or the name of one for its defaults, or a table with that
    name, as a TOML file has it.

    Parameters
    ----------
    model
        An option in `architectures.MODELS`; `Layers` for a net of one's own.
    initialization
        How the first kernels are drawn: an option in `initial.INITIALIZATIONS`.
    loss, optimizer, schedule
        Options in `losses.LOSSES`, `optimizers.OPTIMIZERS` and `schedules.SCHEDULES`.
    augmentation : tuple
        Options in `transforms.TRANSFORMS`; each draws from a random stream of its own.
    fill : str
        What stands where a transform reads outside the image: its "nearest" pixel, its mirror image
        ("reflect"), or black ("constant").
    gradients : tuple
        What happens to a gradient before the optimizer has it, in this order: options in
        `updates.GRADIENT_STEPS`, such as `ClipNorm`.
    weights : tuple
        What happens to weights beside the optimizer: options in `updates.WEIGHT_RULES`, such as
        `Average` and `Freeze`.
    accumulate : int
        Parts that each batch is computed in, one after the other; their gradients are added up, so
        that a large batch needs the memory of a small one.
    early_stopping : EarlyStopping, optional
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
    >>> from cnncourse import SGD, VGG, Recipe
    >>> recipe = Recipe(model=VGG(width=16), optimizer=SGD(lr=0.05, momentum=0.9), num_epochs=2)
    >>> recipe.lr(step=0, steps_per_epoch=10)
    0.05
    >>> Recipe(model="lenet")
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: Unknown model 'lenet': choose one of ...
    """

    model: MODELS.one() = VGG()
    initialization: INITIALIZATIONS.one() = Glorot()
    loss: LOSSES.one() = CrossEntropy()
    optimizer: OPTIMIZERS.one() = Adam()
    schedule: SCHEDULES.one() = Constant()
    augmentation: TRANSFORMS.several() = ()
    fill: one_of("nearest", "reflect", "constant") = "nearest"
    gradients: GRADIENT_STEPS.several() = ()
    weights: WEIGHT_RULES.several() = ()
    accumulate: Count = 1
    early_stopping: table_of(EarlyStopping, "early_stopping") | None = None
    test_flips: Flag = False
    batch_size: Count = 32
    num_epochs: Count = 5
    seed: Seed = 0
    precision: one_of("float32", "float64", "bfloat16", "auto") = "float32"
    compile: Flag = False

    def __post_init__(self):
        check_transforms(self.augmentation)

    @property
    def weights_dtype(self) -> str:
        """Name of the dtype of the weights: "float64" in that precision, else "float32"."""
        return "float64" if self.precision == "float64" else "float32"

    def num_outputs(self, num_classes: int) -> int:
        """Outputs of the model for this loss: 1 for a binary task under binary cross-entropy."""
        binary = type(self.loss) is BinaryCrossEntropy and num_classes == 2
        return 1 if binary else num_classes

    def steps_per_epoch(self, num_examples: int) -> int:
        """Batches in one epoch, the smaller last one included."""
        return -(-num_examples // self.batch_size)

    def smallest_batch(self, num_examples: int) -> int:
        """Images in the smallest batch of an epoch, which is the last one if it is not full."""
        return num_examples % self.batch_size or self.batch_size

    def lr(self, step: int, steps_per_epoch: int) -> float:
        """Learning rate of step `step`, counted from 0 over the whole run."""
        return self.optimizer.lr * self.schedule.factor(step, steps_per_epoch, self.num_epochs)

    def to_dict(self) -> dict:
        """The recipe as nested plain values, the inverse of `from_dict`."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, values: dict) -> "Recipe":
        """Make a recipe from nested plain values.

        Examples
        --------
        >>> Recipe.from_dict({"optimizer": {"name": "sgd", "lr": 0.1}}).optimizer
        SGD(lr=0.1, momentum=0.0, nesterov=False, weight_decay=0.0)
        """
        require(isinstance(values, dict), f"{values!r} is no recipe: give a table.")
        return construct(cls, values, "recipe")

    @classmethod
    def from_toml(cls, path) -> "Recipe":
        """Read a recipe from a TOML file; options are tables with a `name`."""
        return cls.from_dict(read_recipe(path))

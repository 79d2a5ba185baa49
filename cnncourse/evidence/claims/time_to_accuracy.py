"""Claims of the chapter on speed: what each trick of fast training gains, with and without it."""

from collections.abc import Mapping
from dataclasses import replace

from cnncourse import (
    SGD,
    VGG,
    Adam,
    AlternatingFlip,
    Average,
    BatchNorm,
    Constant,
    CrossEntropy,
    HorizontalFlip,
    Muon,
    Recipe,
    Shift,
    Triangle,
    data,
)
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.comparison import arm_jobs, comparison, trained_and_checked
from cnncourse.evidence.jpeg import JPEG, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import last, on_test, seconds
from cnncourse.evidence.statistics import compare

# Chosen by hand on seeds that are not measured with: each optimizer's rate is the best of four, on
# the same images; the average and the shifts were made smaller than is usual for runs this short.
FULL = Recipe(
    model=VGG(width=16, norm=BatchNorm(), whitening=True),
    loss=CrossEntropy(label_smoothing=0.1),
    optimizer=Muon(lr=0.05, other_lr=0.05, momentum=0.85, weight_decay=0.1),
    schedule=Triangle(),
    augmentation=(AlternatingFlip(), Shift(1 / 32, 1 / 32)),
    weights=(Average(0.8),),
    test_flips=True,
    batch_size=100,
    num_epochs=5,
)
TUNED_SGD = SGD(lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.005)
TUNED_ADAM = Adam(lr=0.001)
LONGER = (AlternatingFlip(), Shift(1 / 16, 1 / 16))


def ablation(full: Recipe, sgd: SGD, adam: Adam) -> dict[str, Recipe]:
    """The full recipe, the same without each of its tricks, and without any.

    Parameters
    ----------
    full : Recipe
        With all of the tricks; its augmentation is an alternating flip and a shift.
    sgd : SGD
        What takes the place of Muon, at a learning rate found for it. One arm has it with
        Nesterov's step and another one without.
    adam : Adam
        The optimizer of the arm without any trick, at a learning rate found for it.

    Examples
    --------
    >>> list(ablation(FULL, TUNED_SGD, TUNED_ADAM))[:3]
    ['full', 'no_whitening', 'no_muon']
    """
    flip, shift = full.augmentation
    changes = {
        "no_whitening": {"model": replace(full.model, whitening=False)},
        "no_muon": {"optimizer": sgd},
        "no_nesterov": {"optimizer": replace(sgd, nesterov=False)},
        "no_decay": {"optimizer": replace(full.optimizer, weight_decay=0.0)},
        "no_triangle": {"schedule": Constant()},
        "no_smoothing": {"loss": CrossEntropy()},
        "no_alternation": {"augmentation": (HorizontalFlip(), shift)},
        "no_shifts": {"augmentation": (flip,)},
        "no_average": {"weights": ()},
        "no_test_flips": {"test_flips": False},
    }
    arms = {name: replace(full, **change) for name, change in changes.items()}
    plain = Recipe(
        model=replace(full.model, whitening=False),
        batch_size=full.batch_size,
        num_epochs=full.num_epochs,
        optimizer=adam,
    )
    return {"full": full, **arms, "no_trick": plain}


def missing_cifar10() -> str:
    """One line on how to get CIFAR-10 here; "" where it is."""
    if data.is_ready("cifar10"):
        return ""
    return "CIFAR-10 is not here: run `cnncourse data fetch cifar10`."


METRICS: Mapping = {
    "test_accuracy": on_test("accuracy"),
    "test_loss": on_test("loss"),
    "val_accuracy": last("val_accuracy"),
    "seconds": seconds,
}


def _summarize(runs: list[dict]) -> dict:
    """Each arm against the full recipe, and SGD without Nesterov's step against SGD with it."""
    arms = dict.fromkeys(run["arm"] for run in runs)
    pairs = [(arm, "full") for arm in arms if arm != "full"]
    return compare(runs, METRICS, [*pairs, ("no_nesterov", "no_muon")])


# Not measured yet: the sizes of Jordan's network (2024) as near as this package has them.
FULL_ON_GPU = replace(
    FULL,
    model=replace(FULL.model, width=64),
    optimizer=replace(FULL.optimizer, other_lr=0.1),
    augmentation=LONGER,
    weights=(Average(0.95),),
    batch_size=1000,
    num_epochs=12,
    precision="bfloat16",
    compile=True,
)
ARMS_ON_GPU = ablation(FULL_ON_GPU, TUNED_SGD, TUNED_ADAM) | {
    "no_half_precision": replace(FULL_ON_GPU, precision="float32"),
    "no_compilation": replace(FULL_ON_GPU, compile=False),
}

# As many epochs as ten minutes allow on two cores without bfloat16 instructions.
TEN_MINUTES = replace(FULL, augmentation=LONGER, weights=(Average(0.99),), num_epochs=7)
NUM_THREADS = 2
REPEATABLE = {"precision": "float64", "compile": False}
"""Fields of the recipes as their first losses come again on any processor, with any threads.

The large steps of Muon magnify the rounding of float32 to 0.2 % of the loss within five steps."""


def ten_minutes_jobs(num_seeds: int) -> list[Job]:
    """One run a seed, on all of the images."""
    dataset = {"name": JPEG, "val": 0.02}
    return arm_jobs({"ten_minutes": TEN_MINUTES}, range(num_seeds), ("pytorch",), dataset)


def summarize_one(runs: list[dict]) -> dict:
    """The metrics of the first run."""
    return {name: metric(runs[0]) for name, metric in METRICS.items()}


TITLES = {
    "test_accuracy": "test accuracy",
    "test_loss": "test loss (nats)",
    "val_accuracy": "validation accuracy",
    "seconds": "training time (s)",
    "full": "the full recipe",
    "no_whitening": "without whitening",
    "no_muon": "SGD instead of Muon",
    "no_nesterov": "SGD without Nesterov's step",
    "no_decay": "without weight decay",
    "no_triangle": "constant learning rate",
    "no_smoothing": "without label smoothing",
    "no_alternation": "random flips",
    "no_shifts": "without shifts",
    "no_average": "without averaged weights",
    "no_test_flips": "without test-time flips",
    "no_trick": "without any trick",
}

CLAIMS = (
    comparison(
        "time_to_accuracy",
        "What each trick of fast training adds to the accuracy that a small network reaches on "
        "CIFAR-10 (JPEG) in five epochs of 4,000 images.",
        ablation(FULL, TUNED_SGD, TUNED_ADAM),
        summarize=_summarize,
        dataset={"name": JPEG, "examples_per_class": 400, "val": 0.02},
        load=cifar10_jpeg,
        num_seeds=5,
        frameworks=("pytorch",),
        titles=TITLES,
        on_request=True,
        missing=missing_jpeg,
    ),
    comparison(
        "time_to_accuracy_gpu",
        "How long a GPU takes to bring a network to 94 % on CIFAR-10, with each trick of fast "
        "training and without it.",
        ARMS_ON_GPU,
        summarize=_summarize,
        dataset={"name": "cifar10"},
        num_seeds=5,
        checked_with=REPEATABLE,
        titles=TITLES,
        in_turn=True,
        device="gpu",
        on_request=True,
        missing=missing_cifar10,
    ),
    Claim(
        name="ten_minutes_on_cpu",
        sentence="The accuracy on CIFAR-10 (JPEG) after ten minutes on two cores of a CPU.",
        jobs=ten_minutes_jobs,
        **trained_and_checked(cifar10_jpeg, REPEATABLE),
        summarize=summarize_one,
        num_seeds=1,
        titles=TITLES,
        in_turn=True,
        num_threads=NUM_THREADS,
        device="cpu",
        on_request=True,
        missing=missing_jpeg,
    ),
)

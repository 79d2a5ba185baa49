"""Claims on augmentation: the usual set of changes, its strength, and which flips do harm."""

from dataclasses import replace

from cnncourse import (
    VGG,
    EarlyStopping,
    He,
    HorizontalFlip,
    Recipe,
    Rotation,
    Shallow,
    Shear,
    Shift,
    VerticalFlip,
    Zoom,
)
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.deeper import DEEPER, network
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import lowest
from cnncourse.evidence.tuning import Tuned, tuned_comparison


def usual_set(factor: float = 1.0) -> tuple:
    """Return rotation, shear, zoom, flip and shift, all but the flip scaled by a factor.

    Examples
    --------
    >>> usual_set(2)[0]
    Rotation(degrees=40.0)
    """
    tenth = round(0.1 * factor, 6)
    return (
        Rotation(20 * factor),
        Shear(tenth),
        Zoom(tenth),
        HorizontalFlip(),
        Shift(tenth, tenth),
    )


def trained(num_epochs: int, *, model) -> Recipe:
    """Return a recipe that ends with the weights of the best of all its epochs."""
    return Recipe(
        model=model,
        initialization=He(),
        early_stopping=EarlyStopping(patience=num_epochs),
        num_epochs=num_epochs,
    )


def arms(recipe: Recipe, augmentations: dict[str, tuple]) -> dict[str, Recipe]:
    """Return the recipe with each of several augmentations."""
    return {arm: replace(recipe, augmentation=of_arm) for arm, of_arm in augmentations.items()}


SOURCE = usual_set()
ALONE = {
    name: (transform,)
    for name, transform in zip(("rotation", "shear", "zoom", "flip", "shift"), SOURCE, strict=True)
}
ON_CIFAR = trained(30, model=VGG(width=12))
SET = arms(ON_CIFAR, {"none": (), "source": SOURCE} | ALONE)

ON_AERIAL = trained(40, model=network((128, 128, 3), **DEEPER, narrower=4))
LARGE_TILES = {"name": "aerial", "size": 128, "examples_per_class": 30, "holdout_per_class": 50}

FLIPS = {
    "none": (),
    "horizontal": (HorizontalFlip(),),
    "vertical": (VerticalFlip(),),
    "both": (HorizontalFlip(), VerticalFlip()),
}
ON_DIGITS = arms(trained(30, model=Shallow()), FLIPS | {"tilt": (Rotation(10),)})
ON_TILES = arms(trained(40, model=VGG(width=8)), FLIPS)
SMALL_TILES = {"name": "aerial", "size": 32, "examples_per_class": 40, "holdout_per_class": 100}

NARROW = trained(20, model=VGG(width=8))
STRENGTHS = arms(
    NARROW,
    {
        "none": (),
        "half": usual_set(0.5),
        "source": SOURCE,
        "double": usual_set(2),
        "triple": usual_set(3),
        "upside_down": (*SOURCE, VerticalFlip()),
    },
)
STRENGTHS["reflect"] = replace(STRENGTHS["source"], fill="reflect")
STRENGTHS["black"] = replace(STRENGTHS["source"], fill="constant")


def judged(arms_of_claim: dict, pairs: tuple, dataset: dict, **options) -> Tuned:
    """Return a comparison in which the lowest validation loss decides about rates."""
    return Tuned(arms_of_claim, pairs, dataset, judged_by=lowest("val_loss"), **options)


def against(other: str, arms_of_claim) -> tuple[tuple[str, str], ...]:
    """Return pairs of every other arm and this one."""
    return tuple((arm, other) for arm in arms_of_claim if arm != other)


_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
_SOURCE_LOWER = Verdict("pytorch.test_loss.source-none", claimed="lower")
TITLES = {
    "none": "without",
    "source": "the usual set",
    "rotation": "rotation alone",
    "shear": "shear alone",
    "zoom": "zoom alone",
    "flip": "flip alone",
    "shift": "shift alone",
}
FLIP_TITLES = {
    "none": "without",
    "horizontal": "left and right",
    "vertical": "top and bottom",
    "both": "both flips",
    "tilt": "turn by up to 10 degrees",
}
CLAIMS = (
    tuned_comparison(
        "augmentation",
        "On 2,000 images of CIFAR-10 (JPEG), rotation, shear, zoom, flip and shift together lower "
        "the test loss.",
        judged(SET, against("none", SET), FEW, as_arm=dict.fromkeys(ALONE, "none")),
        verdict=_SOURCE_LOWER,
        titles=TITLES,
        **_CIFAR,
    ),
    tuned_comparison(
        "augmentation_on_aerial",
        "On synthetic aerial tiles of 128 x 128, the same set lowers the test loss of the deeper "
        "network, at a quarter of its width.",
        judged(
            arms(ON_AERIAL, {"none": (), "source": SOURCE}),
            (("source", "none"),),
            LARGE_TILES,
            rates=(0.001, 0.003),
        ),
        verdict=_SOURCE_LOWER,
        titles=TITLES,
    ),
    tuned_comparison(
        "flips_on_digits",
        "Digits that are flipped both ways in training are read with a higher test loss.",
        judged(
            ON_DIGITS, against("none", ON_DIGITS), {"name": "digits"}, rates=(0.001, 0.003, 0.01)
        ),
        verdict=Verdict("pytorch.test_loss.both-none", claimed="higher"),
        titles=FLIP_TITLES,
    ),
    tuned_comparison(
        "flips_on_aerial",
        "On synthetic aerial tiles, both flips lower the test loss more than that to the side.",
        judged(
            ON_TILES,
            (*against("none", ON_TILES), ("both", "horizontal")),
            SMALL_TILES,
            rates=(0.001, 0.003),
        ),
        verdict=Verdict("pytorch.test_loss.both-horizontal", claimed="lower"),
        titles=FLIP_TITLES,
    ),
    tuned_comparison(
        "augmentation_strength",
        "On 2,000 images of CIFAR-10 (JPEG), three times the strength of the usual set raises the "
        "test loss.",
        judged(
            STRENGTHS,
            (*against("source", STRENGTHS), *against("none", STRENGTHS)),
            FEW,
            rates=(0.001, 0.003),
            as_arm=dict.fromkeys(("upside_down", "reflect", "black"), "source"),
        ),
        verdict=Verdict("pytorch.test_loss.triple-source", claimed="higher"),
        titles={
            "none": "without",
            "half": "half as strong",
            "source": "the usual set",
            "double": "twice as strong",
            "triple": "three times as strong",
            "upside_down": "upside down, too",
            "reflect": "filled with the mirror image",
            "black": "filled with black",
        },
        **_CIFAR,
    ),
)

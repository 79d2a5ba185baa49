"""Claims on penalties, dropout and batch norm: each against none, in pairs, and too strong."""

from collections.abc import Mapping
from dataclasses import replace

from cnncourse import (
    L1,
    L2,
    SGD,
    VGG,
    AdamW,
    BatchNorm,
    Dropout,
    Layers,
    MaxPool,
    Recipe,
    SpatialDropout,
)
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import against, judged, trained
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import tuned_comparison

RECIPE = trained(16, model=VGG(width=8))
RATES = (0.001, 0.003)
MORE_RATES = (0.0003, 0.001, 0.003, 0.01)
"""Of arms without a strength: as many tries as two strengths have at two rates."""
DROPPED = (0.25, 0.5)
DECAYED = (0.3, 1.0)


def regularized(
    recipe: Recipe, *, dropout: float = 0.0, decay: float = 0.0, batch_norm: bool = False
) -> Recipe:
    """Return a recipe of a `VGG` with some of dropout, decoupled weight decay and batch norm.

    Examples
    --------
    >>> regularized(RECIPE, decay=0.1).optimizer.weight_decay
    0.1
    """
    norm = BatchNorm() if batch_norm else None
    optimizer = AdamW(weight_decay=decay) if decay else recipe.optimizer
    model = replace(recipe.model, dropout=dropout, norm=norm)
    return replace(recipe, model=model, optimizer=optimizer)


def _strengths(**levers: tuple) -> tuple[Recipe, Recipe]:
    """The weak and the strong version of some levers."""
    weak, strong = ({name: of[i] for name, of in levers.items()} for i in (0, 1))
    return regularized(RECIPE, **weak), regularized(RECIPE, **strong)


STRENGTHS: Mapping[str, tuple[Recipe, ...]] = {
    "l1": tuple(replace(RECIPE, gradients=(L1(strength),)) for strength in (3e-4, 1e-3)),
    "l2": tuple(replace(RECIPE, gradients=(L2(strength),)) for strength in (1e-2, 3e-2)),
    "decay": _strengths(decay=DECAYED),
    "dropout": _strengths(dropout=DROPPED),
    "decay_dropout": _strengths(decay=DECAYED, dropout=DROPPED),
    "decay_batch_norm": _strengths(decay=DECAYED, batch_norm=(True, True)),
    "dropout_batch_norm": _strengths(dropout=DROPPED, batch_norm=(True, True)),
    "all": _strengths(decay=DECAYED, dropout=DROPPED, batch_norm=(True, True)),
}
REGULARIZED = {"none": RECIPE, "batch_norm": regularized(RECIPE, batch_norm=True)} | {
    arm: tried[0] for arm, tried in STRENGTHS.items()
}
PAIRS = {
    "decay_dropout": ("decay", "dropout"),
    "decay_batch_norm": ("decay", "batch_norm"),
    "dropout_batch_norm": ("dropout", "batch_norm"),
    "all": ("decay_dropout", "decay_batch_norm", "dropout_batch_norm", "batch_norm"),
}
"""What each combination is compared with, beside none."""


def with_dropout(recipe: Recipe, layer) -> Recipe:
    """Return a recipe for CIFAR-10 with this layer behind each pool.

    Examples
    --------
    >>> with_dropout(RECIPE, SpatialDropout(0.1)).model.hidden[3:5]
    (MaxPool(size=2, stride=None), SpatialDropout(rate=0.1))
    """
    hidden: tuple = ()
    for each in recipe.model.layers((32, 32, 3)):
        hidden += (each, layer) if type(each) is MaxPool else (each,)
    return replace(recipe, model=Layers(hidden))


BATCH_NORM = REGULARIZED["batch_norm"]
DROPOUT = {
    "none": RECIPE,
    "weak": regularized(RECIPE, dropout=0.2),
    "half": regularized(RECIPE, dropout=0.5),
    "strong": regularized(RECIPE, dropout=0.8),
    "pools": with_dropout(RECIPE, Dropout(0.2)),
    "spatial": with_dropout(RECIPE, SpatialDropout(0.2)),
    "batch_norm": BATCH_NORM,
    "batch_norm_half": regularized(RECIPE, batch_norm=True, dropout=0.5),
    "batch_norm_spatial": with_dropout(BATCH_NORM, SpatialDropout(0.2)),
}
_PLAIN = ("weak", "half", "strong", "pools", "spatial")
_NORMED = ("batch_norm_half", "batch_norm_spatial")

MOMENTUM = replace(RECIPE, optimizer=SGD(momentum=0.9))
DECAYS = {"weak": 0.003, "middle": 0.01, "strong": 0.03, "stronger": 0.1, "too_strong": 0.3}
SGD_DECAY = {"none": MOMENTUM} | {
    arm: replace(MOMENTUM, optimizer=SGD(momentum=0.9, weight_decay=decay))
    for arm, decay in DECAYS.items()
}

_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
CLAIMS = (
    tuned_comparison(
        "regularizers",
        "On 2,000 images of CIFAR-10 (JPEG), weight decay, dropout and batch norm together reach a "
        "lower test loss than none of them.",
        judged(
            REGULARIZED,
            (
                *against("none", REGULARIZED),
                *((arm, other) for arm, others in PAIRS.items() for other in others),
                ("l2", "decay"),
                ("l1", "l2"),
            ),
            FEW,
            rates=RATES,
            strengths=STRENGTHS,
            rates_of={"none": MORE_RATES, "batch_norm": MORE_RATES},
        ),
        verdict=Verdict("pytorch.test_loss.all-none", claimed="lower"),
        titles={
            "none": "none",
            "l1": "L1",
            "l2": "L2",
            "decay": "decay",
            "dropout": "dropout",
            "batch_norm": "batch norm",
            "decay_dropout": "decay and dropout",
            "decay_batch_norm": "decay and batch norm",
            "dropout_batch_norm": "dropout and batch norm",
            "all": "all three",
        },
        **_CIFAR,
    ),
    tuned_comparison(
        "dropout",
        "On 2,000 images of CIFAR-10 (JPEG), dropping half of the dense layer's units lowers the "
        "test loss.",
        judged(
            DROPOUT,
            (
                *((arm, "none") for arm in (*_PLAIN, "batch_norm")),
                *((arm, "batch_norm") for arm in _NORMED),
                ("strong", "half"),
                ("spatial", "pools"),
            ),
            FEW,
            rates=RATES,
            as_arm=dict.fromkeys(_PLAIN, "none") | dict.fromkeys(_NORMED, "batch_norm"),
        ),
        verdict=Verdict("pytorch.test_loss.half-none", claimed="lower"),
        titles={
            "none": "without",
            "weak": "a fifth of the dense units",
            "half": "half of the dense units",
            "strong": "four fifths of the dense units",
            "pools": "a fifth behind each pool",
            "spatial": "a fifth of the maps behind each pool",
            "batch_norm": "batch norm",
            "batch_norm_half": "batch norm, half of the dense units",
            "batch_norm_spatial": "batch norm, a fifth of the maps",
        },
        **_CIFAR,
    ),
    tuned_comparison(
        "decay_with_momentum",
        "On 2,000 images of CIFAR-10 (JPEG), a weight decay of 0.03 lowers the test loss that SGD "
        "with momentum reaches.",
        judged(
            SGD_DECAY,
            (*against("none", SGD_DECAY), ("too_strong", "strong")),
            FEW,
            rates=(0.003, 0.01),
            as_arm=dict.fromkeys(DECAYS, "none"),
        ),
        verdict=Verdict("pytorch.test_loss.strong-none", claimed="lower"),
        titles={"none": "without"} | {arm: f"decay of {decay:g}" for arm, decay in DECAYS.items()},
        **_CIFAR,
    ),
)

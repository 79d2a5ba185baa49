"""Claims on batch norm: the source's example, the rates it bears by depth, and small batches."""

from dataclasses import dataclass, replace

from cnncourse import (
    VGG,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    GroupNorm,
    Layers,
    MaxPool,
    Recipe,
    ReLU,
)
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import LARGE_TILES, judged, trained
from cnncourse.evidence.claims.depth import AGAIN
from cnncourse.evidence.claims.optimizers import climb
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import last, learns, steps_until
from cnncourse.evidence.tuning import METRICS, Tuned, tuned_comparison

METRICS_OF_STEPS = METRICS | {"steps": steps_until(1.5), "climb": climb()}
TITLES = {"steps": "steps to a training loss of 1.5", "climb": "largest climb (nats)"}
_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}


def convolution(filters: int, norm: str) -> tuple:
    """Return a 3x3 convolution and ReLU, with batch norm "before" or "behind" ReLU, or "none".

    Examples
    --------
    >>> [type(layer).__name__ for layer in convolution(8, "behind")]
    ['Conv', 'ReLU', 'BatchNorm']
    """
    orders = {
        "none": (ReLU(),),
        "before": (BatchNorm(), ReLU()),
        "behind": (ReLU(), BatchNorm()),
    }
    return Conv(filters, bias=norm != "before"), *orders[norm]


def network(norm: str, *, width: int, blocks: int = 2, convolutions: int = 1) -> Layers:
    """Return blocks of convolutions with a pool each, then a dense layer.

    With two blocks of one convolution and a width of 32 it is the source's network.

    Parameters
    ----------
    norm
        As for `convolution`.
    width : int
        Filters of the first block; each further one has twice as many, and the dense layer twice
        as many units as the last one has filters.
    blocks, convolutions : int
        How many, and how many convolutions in each.

    Examples
    --------
    >>> [type(layer).__name__ for layer in network("behind", width=32).hidden]
    ['Conv', 'ReLU', 'BatchNorm', 'MaxPool', 'Conv', ..., 'MaxPool', 'Flatten', 'Dense', 'ReLU']
    """
    hidden: tuple = ()
    for block in range(blocks):
        hidden += convolution(width * 2**block, norm) * convolutions + (MaxPool(),)
    return Layers((*hidden, Flatten(), Dense(width * 2**blocks), ReLU()))


EXAMPLE = {norm: trained(20, model=network(norm, width=8)) for norm in ("none", "behind", "before")}

SIZES = {
    "shallow": {"width": 8},
    "deep": {"width": 8, "blocks": 3, "convolutions": 4},
}
BY_DEPTH = {
    f"{size}_{arm}": trained(8, model=network(norm, **of_size))
    for size, of_size in SIZES.items()
    for arm, norm in (("none", "none"), ("batch_norm", "before"))
}


@dataclass(frozen=True)
class RatesBorne(Tuned):
    """A comparison that says, too, up to which of the rates tried each arm still learns."""

    def summarize(self, runs: list[dict]) -> dict:
        """`highest_lr` of an arm: the highest rate at which all runs learn; 0 if there is none.

        They do if they end with a training loss at least 0.5 nats below that of a guess among ten
        classes.
        """
        highest = {arm: max(self._learning(arm, runs), default=0.0) for arm in self.arms}
        return super().summarize(runs) | {"highest_lr": highest}

    def _learning(self, arm: str, runs: list[dict]) -> set[float]:
        tried = [run for run in runs if run["arm"] == f"tuning_{arm}"]
        rates = {run["recipe"]["optimizer"]["lr"] for run in tried}
        return rates - {run["recipe"]["optimizer"]["lr"] for run in tried if not learns(run)}


NORMS = {"none": None, "batch_norm": BatchNorm(), "group_norm": GroupNorm(groups=4)}
RATES_OF_BATCH = {2: (0.0002, 0.0006), 8: (0.0005, 0.0015), 32: (0.001, 0.003)}


def _in_batches(norm, batch_size: int) -> Recipe:
    return replace(trained(4, model=VGG(width=8, norm=norm)), batch_size=batch_size)


BY_BATCH = {
    f"{name}_{size}": _in_batches(norm, size)
    for size in RATES_OF_BATCH
    for name, norm in NORMS.items()
}
SLOW = "batch_norm_2_slow"
SMALL = {arm: BY_BATCH[arm] for arm in BY_BATCH if arm != "none_8"} | {
    SLOW: _in_batches(BatchNorm(momentum=0.99), 2)
}

CLAIMS = (
    tuned_comparison(
        "batch_norm",
        "On synthetic aerial tiles of 128 x 128, batch norm behind each convolution brings the "
        "training loss to 1.5 nats in fewer steps, at a quarter of the source's width.",
        judged(
            EXAMPLE,
            (("behind", "none"), ("before", "none"), ("before", "behind")),
            LARGE_TILES,
            rates=(0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03),
            metrics=METRICS_OF_STEPS,
        ),
        verdict=Verdict("pytorch.steps.behind-none", claimed="lower"),
        titles={
            "none": "without",
            "behind": "batch norm behind ReLU",
            "before": "batch norm in front of ReLU",
        }
        | TITLES,
    ),
    tuned_comparison(
        "batch_norm_by_depth",
        "With batch norm, a network of twelve convolutions brings its training loss to 1.5 nats in "
        "fewer steps, each at the rate that lowers it most, on CIFAR-10 (JPEG).",
        RatesBorne(
            BY_DEPTH,
            (
                ("shallow_batch_norm", "shallow_none"),
                ("deep_batch_norm", "deep_none"),
                ("deep_none", "shallow_none"),
                ("deep_batch_norm", "shallow_batch_norm"),
            ),
            FEW,
            rates=(0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
            seeds=(100, 101, 102),
            judged_by=last("train_loss"),
            metrics=METRICS_OF_STEPS,
        ),
        verdict=Verdict("pytorch.steps.deep_batch_norm-deep_none", claimed="lower"),
        titles={
            "shallow_none": "2 convolutions, without",
            "shallow_batch_norm": "2 convolutions, batch norm",
            "deep_none": "12 convolutions, without",
            "deep_batch_norm": "12 convolutions, batch norm",
            "highest_lr": "highest rate that still learns",
        }
        | TITLES,
        **_CIFAR,
        **AGAIN,
    ),
    tuned_comparison(
        "small_batches",
        "In batches of two, a network with batch norm has a higher test loss than one with group "
        "norm, on 2,000 images of CIFAR-10 (JPEG).",
        judged(
            SMALL,
            (
                *((f"batch_norm_{size}", f"group_norm_{size}") for size in RATES_OF_BATCH),
                ("batch_norm_2", "none_2"),
                ("batch_norm_32", "none_32"),
                ("group_norm_2", "none_2"),
                ("group_norm_32", "none_32"),
                (SLOW, "batch_norm_2"),
                (SLOW, "group_norm_2"),
                ("batch_norm_2", "batch_norm_32"),
                ("group_norm_2", "group_norm_32"),
            ),
            FEW,
            rates_of={arm: RATES_OF_BATCH[recipe.batch_size] for arm, recipe in SMALL.items()},
            as_arm={SLOW: "batch_norm_2"},
        ),
        verdict=Verdict("pytorch.test_loss.batch_norm_2-group_norm_2", claimed="higher"),
        titles={
            f"{name}_{size}": f"{words}, batches of {size}"
            for size in RATES_OF_BATCH
            for name, words in (
                ("none", "without"),
                ("batch_norm", "batch norm"),
                ("group_norm", "group norm"),
            )
        }
        | {SLOW: "batch norm of slower averages, batches of 2"},
        **_CIFAR,
        **AGAIN,
    ),
)

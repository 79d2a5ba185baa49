"""Claims on the batch size: how the learning rate goes with it, and optimizers on small batches."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cnncourse import SGD, VGG, Adam, Recipe, RMSprop
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.augmenting import judged, trained
from cnncourse.evidence.claims.depth import AGAIN
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import lowest, seconds
from cnncourse.evidence.tuning import METRICS, Tuned, tuned_comparison, with_rate

EPOCHS = 12
RATES_OF = {
    8: (0.001, 0.002, 0.004, 0.008),
    32: (0.0025, 0.005, 0.01, 0.02),
    128: (0.005, 0.01, 0.02, 0.04),
    512: (0.01, 0.02, 0.04, 0.08),
}
SIZES = tuple(RATES_OF)
USUAL = 32
OTHERS = tuple(size for size in SIZES if size != USUAL)


def _in_batches(size: int, num_epochs: int = EPOCHS) -> Recipe:
    recipe = replace(trained(num_epochs, model=VGG(width=8)), batch_size=size)
    return replace(recipe, optimizer=SGD(momentum=0.9))


BY_SIZE = (
    {f"own_{size}": _in_batches(size) for size in SIZES}
    | {f"{kind}_{size}": _in_batches(size) for kind in ("same", "scaled") for size in OTHERS}
    # As many steps as batches of 32 make.
    | {"steps_128": _in_batches(128, num_epochs=4 * EPOCHS)}
)


@dataclass(frozen=True)
class Scaled(Tuned):
    """A comparison in which some arms take over the rate of another, times a factor.

    Attributes
    ----------
    times : mapping of str to float
        Arm among `as_arm` -> the factor.
    """

    times: Mapping[str, float] = field(default_factory=dict)

    def found(self, runs: list[dict]) -> dict[str, Recipe]:
        """The recipe of each arm; see `Tuned.found`."""
        return {
            arm: with_rate(recipe, recipe.optimizer.lr * self.times.get(arm, 1.0))
            for arm, recipe in super().found(runs).items()
        }


OPTIMIZERS = {
    "sgd": SGD(),
    "momentum": SGD(momentum=0.9),
    "rmsprop": RMSprop(),
    "adam": Adam(),
}
NOISY = {
    arm: replace(trained(6, model=VGG(width=8)), optimizer=optimizer, batch_size=4)
    for arm, optimizer in OPTIMIZERS.items()
}

_CIFAR = {"load": cifar10_jpeg, "missing": missing_jpeg}
CLAIMS = (
    tuned_comparison(
        "batch_size",
        "On 2,000 images of CIFAR-10 (JPEG), batches of 512 at the learning rate of batches of 32 "
        "end with a higher test loss than batches of 32.",
        Scaled(
            BY_SIZE,
            (
                *(
                    (f"{kind}_{size}", f"own_{USUAL}")
                    for kind in ("own", "same", "scaled")
                    for size in OTHERS
                ),
                *((f"scaled_{size}", f"same_{size}") for size in OTHERS),
                ("steps_128", f"own_{USUAL}"),
                ("steps_128", "own_128"),
            ),
            FEW,
            rates_of={f"own_{size}": rates for size, rates in RATES_OF.items()},
            as_arm={
                f"{kind}_{size}": f"own_{USUAL}" for kind in ("same", "scaled") for size in OTHERS
            }
            | {"steps_128": "own_128"},
            times={f"scaled_{size}": size / USUAL for size in OTHERS},
            judged_by=lowest("val_loss"),
            metrics=METRICS | {"seconds": seconds},
        ),
        verdict=Verdict("pytorch.test_loss.same_512-own_32", claimed="higher"),
        titles={
            f"{kind}_{size}": f"batches of {size}, {words}"
            for size in SIZES
            for kind, words in (
                ("own", "a rate of their own"),
                ("same", "the rate of 32"),
                ("scaled", "the rate scaled by size"),
            )
        }
        | {"steps_128": "batches of 128, as many steps as 32", "seconds": "seconds of training"},
        **_CIFAR,
        **AGAIN,
    ),
    tuned_comparison(
        "noisy_gradients",
        "In batches of four, RMSprop reaches a lower test loss than SGD with momentum, on 2,000 "
        "images of CIFAR-10 (JPEG).",
        judged(
            NOISY,
            (
                ("rmsprop", "momentum"),
                ("rmsprop", "adam"),
                ("rmsprop", "sgd"),
                ("adam", "momentum"),
                ("sgd", "momentum"),
            ),
            FEW,
            rates_of={
                "sgd": (0.003, 0.006, 0.012, 0.024),
                "momentum": (0.0003, 0.0006, 0.0012, 0.0024),
                "rmsprop": (0.0001, 0.0002, 0.0004, 0.0008),
                "adam": (0.0001, 0.0002, 0.0004, 0.0008),
            },
        ),
        verdict=Verdict("pytorch.test_loss.rmsprop-momentum", claimed="lower"),
        titles={"sgd": "SGD", "momentum": "SGD + momentum", "rmsprop": "RMSprop", "adam": "Adam"},
        **_CIFAR,
        **AGAIN,
    ),
)

"""Claim on two optimizers one after the other: Adam first, then SGD with momentum."""

from dataclasses import replace

from cnncourse import Adam
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.claims.depth import AGAIN
from cnncourse.evidence.claims.rates import CHANGED
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import Tuned, tuned_comparison

HALF = CHANGED.num_epochs // 2
FIRST_HALF = replace(CHANGED, optimizer=Adam(lr=0.001), num_epochs=HALF)
"""At the default rate of both frameworks."""
ARMS = {
    "adam": replace(CHANGED, optimizer=Adam()),
    "momentum": CHANGED,
    "switched": replace(CHANGED, num_epochs=HALF),
    # A switch of the optimizer is a switch of the rate, too: this one is of the rate alone.
    "adam_again": replace(CHANGED, optimizer=Adam(), num_epochs=HALF),
}
RATES_OF = {
    "adam": (0.0005, 0.001, 0.002, 0.004),
    "momentum": (0.005, 0.01, 0.02, 0.04),
    "switched": (0.001, 0.003, 0.01, 0.03),
    "adam_again": (0.0001, 0.0003, 0.001, 0.003),
}

CLAIMS = (
    tuned_comparison(
        "adam_then_momentum",
        "On 2,000 images of CIFAR-10 (JPEG), flipped and shifted, half of the epochs with Adam and "
        "then half with SGD and momentum end with a lower test loss than Adam in all of them.",
        Tuned(
            ARMS,
            (
                ("switched", "adam"),
                ("switched", "momentum"),
                ("switched", "adam_again"),
                ("adam_again", "adam"),
                ("momentum", "adam"),
            ),
            FEW,
            rates_of=RATES_OF,
            first=dict.fromkeys(("switched", "adam_again"), FIRST_HALF),
        ),
        verdict=Verdict("pytorch.test_loss.switched-adam", claimed="lower"),
        titles={
            "adam": "Adam",
            "momentum": "SGD with momentum",
            "switched": "Adam, then SGD with momentum",
            "adam_again": "Adam, then Adam at another rate",
        },
        load=cifar10_jpeg,
        missing=missing_jpeg,
        **AGAIN,
    ),
)

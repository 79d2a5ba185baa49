"""What the usual set gains by the number of images, from made-up runs."""

import pytest

from cnncourse.evidence.claims import by_size
from cnncourse.evidence.claims.by_size import BY_SIZE, EPOCHS, BySize
from cnncourse.evidence.comparison import arm_jobs


def by_size_run(arm, seed, loss) -> dict:
    job = arm_jobs({arm: BY_SIZE[arm]}, [seed], ("pytorch",), {"name": "digits"})[0]
    history = {"train_loss": [loss], "val_loss": [loss], "seconds": [1.0]}
    return job.to_dict() | {
        "history": history,
        "test": {"loss": loss, "accuracy": 0.5},
        "diverged": None,
    }


def test_gain_is_what_the_set_takes_off_the_test_loss_of_each_seed():
    tuned = by_size.CLAIMS[0].jobs.__self__
    assert type(tuned) is BySize
    runs = [
        by_size_run(f"{arm}_{size}", seed, {"none": 3.0 + seed / 10, "source": 2.0}[arm] / (i + 1))
        for i, size in enumerate(EPOCHS)
        for arm in ("none", "source")
        for seed in range(3)
    ]
    tuning = [run | {"arm": f"tuning_{run['arm']}"} for run in runs if run["seed"] == 0]
    both = [run | {"framework": "tensorflow"} for run in runs]
    gain = tuned.summarize(runs + tuning + both)["pytorch"]["gain"]
    assert gain["at_500"]["mean"] == pytest.approx(1.1)
    assert gain["at_all"]["mean"] == pytest.approx(1.1 / 3)
    assert gain["at_all-at_500"]["mean"] == pytest.approx(1.1 / 3 - 1.1)
    assert gain["at_all-at_500"]["verdict"] == "lower"

"""Claims on comparing optimizers fairly: learning rates tried, and each at its best."""

from dataclasses import replace
from itertools import pairwise

from cnncourse import SGD, Adam, BatchNorm, Recipe, RMSprop, Shallow
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.comparison import (
    NUM_STEPS,
    comparison,
    first_losses,
    recipe_of_seed,
    train_and_evaluate,
)
from cnncourse.evidence.metrics import last, on_test, steps_until
from cnncourse.evidence.statistics import compare

NETWORKS = {
    "plain": Recipe(model=Shallow()),
    "batch_norm": Recipe(model=Shallow(norm=BatchNorm())),
}
OPTIMIZERS = {
    "sgd": SGD(),
    "momentum": SGD(momentum=0.9),
    "rmsprop": RMSprop(),
    "adam": Adam(),
}
# Seven learning rates for each, two a decade: enough for the best to lie inside, not at an end.
TRIED = {
    "sgd": (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "momentum": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    "rmsprop": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
    "adam": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
}
# What `learning_rate_sweep` found best; a test and the page check that it still is.
TUNED = {
    "plain": {"sgd": 0.3, "momentum": 0.03, "rmsprop": 0.01, "adam": 0.003},
    "batch_norm": {"sgd": 0.03, "momentum": 0.01, "rmsprop": 0.001, "adam": 0.003},
}
FIRST_TUNING_SEED = 100
"""Learning rates are chosen on other seeds than those they are compared on."""


def oscillation(run: dict) -> float:
    """Mean rise of the loss from a batch to the next, a fall counting as 0, over the whole run.

    Examples
    --------
    >>> oscillation({"history": {"loss": [2.0, 1.0, 1.5, 0.5]}})
    0.16666666666666666
    """
    losses = run["history"]["loss"]
    rises = [max(after - before, 0.0) for before, after in pairwise(losses)]
    return sum(rises) / len(rises)


def climb(window: int = 10):
    """Metric: the most that the mean loss of `window` steps rises above its lowest so far.

    0 for a curve that only falls; the worst setback of one that does not.

    Examples
    --------
    >>> climb(window=1)({"history": {"loss": [2.0, 1.0, 1.5, 0.5, 0.75]}})
    0.5
    """

    def rise(run: dict) -> float:
        losses = run["history"]["loss"]
        lowest, most = float("inf"), 0.0
        for end in range(window, len(losses) + 1):
            mean = sum(losses[end - window : end]) / window
            lowest = min(lowest, mean)
            most = max(most, mean - lowest)
        return most

    return rise


def sweep_jobs(num_seeds: int) -> list[Job]:
    """Each network with each optimizer at each rate, in PyTorch, on seeds kept for tuning."""
    return [
        Job(
            "pytorch",
            seed,
            labels={"network": network, "optimizer": optimizer, "lr": lr},
            recipe=recipe_of_seed(recipe_of(network, optimizer, lr), seed),
            dataset={"name": "digits"},
        )
        for seed in range(FIRST_TUNING_SEED, FIRST_TUNING_SEED + num_seeds)
        for network in NETWORKS
        for optimizer in OPTIMIZERS
        for lr in TRIED[optimizer]
    ]


def try_rate(job: Job, device: str) -> dict:
    """Validation loss and climb of one run; None for one that diverged."""
    run = train_and_evaluate(job, device)
    if run["diverged"]:
        return {"val_loss": None, "climb": None, "first_losses": run["first_losses"]}
    losses = run["history"]["loss"]
    beginning = run.get("first_losses", losses[:NUM_STEPS])
    return {"val_loss": last("val_loss")(run), "climb": climb()(run), "first_losses": beginning}


def summarize_sweep(runs: list[dict]) -> dict:
    """`summarize_tries` of each network and optimizer."""
    return {
        network: {
            optimizer: summarize_tries(
                [r for r in runs if (r["network"], r["optimizer"]) == (network, optimizer)]
            )
            for optimizer in OPTIMIZERS
        }
        for network in NETWORKS
    }


def summarize_tries(rows: list[dict]) -> dict:
    """The best of the learning rates tried with one optimizer, and how many are nearly as good.

    Parameters
    ----------
    rows : list of dict
        With `lr` and `val_loss`; a loss of None stands for a run that diverged, and rules its
        learning rate out.

    Returns
    -------
    dict
        `best_lr`, its mean `val_loss`, `num_tried`; `num_good`, the rates whose mean loss is at
        most twice the best; and `two_lower`, `two_higher`, the mean losses two rates away from the
        best, as far as there are any.

    Examples
    --------
    >>> losses = {0.03: 0.9, 0.1: 0.4, 0.3: 0.3, 1.0: None}
    >>> summarize_tries([{"lr": lr, "val_loss": loss} for lr, loss in losses.items()])
    {'best_lr': 0.3, 'val_loss': 0.3, 'num_tried': 4, 'num_good': 2, 'two_lower': 0.9}
    """
    losses: dict[float, list] = {}
    for row in rows:
        losses.setdefault(row["lr"], []).append(row["val_loss"])
    means = {lr: sum(of) / len(of) for lr, of in losses.items() if None not in of}
    best = min(means, key=means.get)
    tried = sorted(losses)
    summary = {
        "best_lr": best,
        "val_loss": means[best],
        "num_tried": len(tried),
        "num_good": sum(mean <= 2 * means[best] for mean in means.values()),
    }
    for name, away in (("two_lower", -2), ("two_higher", 2)):
        place = tried.index(best) + away
        if 0 <= place < len(tried) and tried[place] in means:
            summary[name] = means[tried[place]]
    return summary


def recipe_of(network: str, optimizer: str, lr: float) -> Recipe:
    """The recipe of a network in `NETWORKS` with an optimizer in `OPTIMIZERS`."""
    return replace(NETWORKS[network], optimizer=replace(OPTIMIZERS[optimizer], lr=lr))


def _summarize(runs: list[dict]) -> dict:
    metrics = {
        "steps": steps_until(loss=0.3),
        "oscillation": oscillation,
        "climb": climb(),
        "val_loss": last("val_loss"),
        "test_loss": on_test("loss"),
        "test_accuracy": on_test("accuracy"),
    }
    return compare(runs, metrics)


TITLES = {
    "sgd": "SGD",
    "momentum": "SGD + momentum",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "momentum_usual": "SGD + momentum, usual rate",
    "adam_usual": "Adam, usual rate",
    "steps": "steps to a loss of 0.3",
    "oscillation": "mean rise per batch (nats)",
    "climb": "largest climb (nats)",
    "val_loss": "validation loss (nats)",
    "test_loss": "test loss (nats)",
    "test_accuracy": "test accuracy",
}


def _compared(name: str, network: str, sentence: str) -> Claim:
    """The four optimizers, each at its tuned rate, and two at the rates one reads most often."""
    arms = {
        optimizer: recipe_of(network, optimizer, lr) for optimizer, lr in TUNED[network].items()
    }
    arms["momentum_usual"] = recipe_of(network, "momentum", 0.01)
    arms["adam_usual"] = recipe_of(network, "adam", 0.001)
    return comparison(
        name,
        sentence,
        arms,
        summarize=_summarize,
        num_seeds=10,
        verdict=Verdict("pytorch.steps.momentum-adam", claimed="higher"),
        titles=TITLES,
    )


CLAIMS = (
    Claim(
        name="learning_rate_sweep",
        sentence="Which of seven learning rates is best for each optimizer on digits.",
        jobs=sweep_jobs,
        run=try_rate,
        first_losses=first_losses,
        summarize=summarize_sweep,
        num_seeds=5,
        titles=TITLES,
    ),
    _compared(
        "optimizers_compared",
        "plain",
        "On digits, Adam lowers the loss in fewer steps than SGD with momentum.",
    ),
    _compared(
        "optimizers_compared_batch_norm",
        "batch_norm",
        "On digits, in a network with batch norm, Adam lowers the loss in fewer steps than SGD "
        "with momentum.",
    ),
)

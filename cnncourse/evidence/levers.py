"""Tables of levers: what each of several changes gained and what it cost, over several claims.

A lever is one thing that is changed, such as an arm with dropout in place of one without.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cnncourse.evidence import claims
from cnncourse.evidence.store import load
from cnncourse.evidence.table import Table
from cnncourse.evidence.verdicts import difference_of

HEAD = (
    "Lever",
    "Instead of",
    "On (filters, epochs)",
    "Gain in test loss (nats)",
    "In validation loss (nats)",
    "In test accuracy (points)",
    "Time, as a multiple",
    "Epochs to lowest validation loss",
)


@dataclass(frozen=True)
class Levers:
    """Levers of one stored claim, which stand together in the table.

    Attributes
    ----------
    claim : str
        Its name.
    where : str
        What the arms were trained on, and with which network.
    instead_of : mapping of str to sequence of str
        Arm -> the arms that are compared with it.
    titles : mapping of str to str
        Names of arms that tell more in the table than those of the claim do.
    """

    claim: str
    where: str
    instead_of: Mapping[str, Iterable[str]]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each lever with what it stands instead of."""
        return [(arm, other) for other, arms in self.instead_of.items() for arm in arms]

    def summary(self) -> dict:
        """The stored metrics of PyTorch, which carries all seeds."""
        return load(self.claim).value("pytorch")

    def title(self, arm: str) -> str:
        """How an arm is called in the table."""
        named = claims.find(self.claim).titles | dict(self.titles)
        return named.get(arm, arm.replace("_", " "))


def gains(
    levers: Iterable[Levers], metric: str = "test_loss"
) -> dict[tuple[str, str, str], dict[str, float | str]]:
    """By how much a loss fell, by claim, arm and the arm that it stands instead of.

    Parameters
    ----------
    levers : iterable of Levers
    metric : str
        One that is better where it is lower.

    Returns
    -------
    dict
        Of each lever, the paired difference "instead of" minus the lever: positive is better.
    """
    found = {}
    for group in levers:
        of_metric = group.summary()[metric]
        for arm, other in group.pairs:
            found[group.claim, arm, other] = difference_of(of_metric, other, arm)
    return found


def lever_table(levers: Iterable[Levers]) -> Table:
    """A row for each lever, those of one `Levers` in order of their gain in test loss.

    What a claim did not measure for each arm stays empty: where arms are one and the same network,
    tested in several ways, there is no gain in validation loss, and the time is that of the test.

    Parameters
    ----------
    levers : iterable of Levers

    Returns
    -------
    Table
        With `HEAD` as its head; a gain whose interval leaves out 0 is bold.
    """
    rows: list[tuple] = [HEAD]
    for group in levers:
        found = group.summary()
        gained = {
            pair: difference_of(found["test_loss"], *pair[::-1])["mean"] for pair in group.pairs
        }
        ordered = sorted(group.pairs, key=gained.get, reverse=True)
        rows += [_row(group, found, arm, other) for arm, other in ordered]
    return Table(rows)


def with_verdict(found: Mapping, *, factor: float = 1, digits: int = 3) -> str:
    """A gain and its interval as HTML, bold if the interval leaves out 0.

    Examples
    --------
    >>> with_verdict({"mean": 0.5, "low": 0.25, "high": 0.75, "verdict": "higher"}, digits=2)
    '<strong>+0.50 (+0.25 to +0.75)</strong>'
    >>> with_verdict({"mean": 0.05, "low": 0.0, "high": 0.1, "verdict": "no conclusion"})
    '+0.050 (+0.000 to +0.100)'
    """
    mean, low, high = (f"{factor * found[name]:+z.{digits}f}" for name in ("mean", "low", "high"))
    text = f"{mean} ({low} to {high})".replace("-", "\N{MINUS SIGN}")
    return text if found["verdict"] == "no conclusion" else f"<strong>{text}</strong>"


def _row(group: Levers, found: dict, arm: str, other: str) -> tuple[str, ...]:
    seconds = found.get("epoch_seconds") or found["test_seconds"]
    val_loss = epochs = ""
    if "lowest_val_loss" in found:
        val_loss = with_verdict(difference_of(found["lowest_val_loss"], other, arm))
    if of_arm := found.get("best_epoch"):
        epochs = f"{of_arm[other]['mean']:.0f} → {of_arm[arm]['mean']:.0f}"
    accuracy = difference_of(found["test_accuracy"], arm, other)
    return (
        group.title(arm),
        group.title(other),
        group.where,
        with_verdict(difference_of(found["test_loss"], other, arm)),
        val_loss,
        with_verdict(accuracy, factor=100, digits=1),
        f"\N{MULTIPLICATION SIGN} {seconds[arm]['mean'] / seconds[other]['mean']:.2f}",
        epochs,
    )

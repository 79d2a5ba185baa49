"""What a stored measurement says about a claim, in words and with the numbers."""

from dataclasses import dataclass

from cnncourse.errors import unknown_name
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.store import Evidence, EvidenceError

OPPOSITE = {"lower": "higher", "higher": "lower", "no conclusion": "no conclusion"}


@dataclass(frozen=True)
class Decision:
    """A verdict and the paired difference it rests on.

    Attributes
    ----------
    text : str
        "holds", "does not hold" or "no conclusion".
    first, second : str
        The arms; the difference is the first minus the second.
    metric : str
    difference : dict
        `mean`, `low`, `high`, `n` and `verdict` as `statistics.paired_difference` gives them.
    """

    text: str
    first: str
    second: str
    metric: str
    difference: dict


def decide(stored: Evidence, verdict: Verdict) -> Decision:
    """Compare what a sentence says of two arms with their difference.

    Raises
    ------
    EvidenceError
        If the path leads to no paired difference.

    Examples
    --------
    >>> less = {"mean": -2.0, "low": -3.0, "high": -1.0, "n": 5, "verdict": "lower"}
    >>> stored = Evidence("", "", {}, {}, "2026-01-01", {"loss": {"adam-sgd": less}}, [])
    >>> decide(stored, Verdict("loss.adam-sgd", claimed="lower")).text
    'holds'
    >>> decide(stored, Verdict("loss.sgd-adam", claimed="lower")).text
    'does not hold'
    """
    if verdict.claimed not in ("lower", "higher"):
        raise EvidenceError(unknown_name("direction", verdict.claimed, ("lower", "higher")))
    place, _, pair = verdict.path.rpartition(".")
    first, minus, second = pair.partition("-")
    if not minus:
        raise EvidenceError(
            f"{verdict.path!r} names no difference: end it in .one_arm-another_arm."
        )
    difference = difference_of(stored.value(place) if place else stored.summary, first, second)
    words = {verdict.claimed: "holds", "no conclusion": "no conclusion"}
    text = words.get(difference["verdict"], "does not hold")
    return Decision(text, first, second, place.rpartition(".")[2], difference)


def difference_of(of_metric: dict, first: str, second: str) -> dict:
    """The paired difference of two arms, whichever way round it is stored.

    Examples
    --------
    >>> stored = {"mean": -2.0, "low": -3.0, "high": -1.0, "n": 5, "verdict": "lower"}
    >>> turned = difference_of({"a-b": stored}, "b", "a")
    >>> turned["mean"], turned["low"], turned["high"], turned["verdict"]
    (2.0, 1.0, 3.0, 'higher')
    """
    if found := of_metric.get(f"{first}-{second}"):
        return found
    other = of_metric.get(f"{second}-{first}")
    if not other:
        pairs = [name for name in of_metric if "-" in name]
        raise EvidenceError(unknown_name("difference", f"{first}-{second}", pairs))
    turned = {"mean": -other["mean"], "low": -other["high"], "high": -other["low"]}
    return other | turned | {"verdict": OPPOSITE[other["verdict"]]}


def arms_of(of_metric: dict) -> list[str]:
    """The arms that a metric of a summary has intervals of."""
    return [name for name in of_metric if "-" not in name]

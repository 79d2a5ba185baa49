"""What is to be reached as the images become many, beside the evidence that is stored of it."""

from cnncourse import evidence
from cnncourse.bench.summary import quartiles
from cnncourse.bench.targets import UNEXPLAINED, WITHIN_SPREAD, Line
from cnncourse.frameworks import TITLES

LARGEST_DIFFERENCE = 0.10
"""Between the times that an image takes in short and in long epochs."""

CACHED = 0.97
"""Speed on a cached folder's images, of that on images in memory."""


def check() -> list[Line]:
    """Lines on the time of an epoch, and on the speed and the memory of a cached folder.

    Raises
    ------
    EvidenceError
        If one of them is not stored here.
    """
    return [
        *_epochs(evidence.load("epoch_time")),
        *_cached(evidence.load("folder_epoch")),
        _folder(evidence.load("folder_cache")),
    ]


def _epochs(stored: evidence.Evidence) -> list[Line]:
    lines = []
    for framework, entry in stored.summary.items():
        fewest, *_, most = map(int, entry["microseconds_per_image"])
        value = entry["largest_difference"]
        text = (
            f"{TITLES[framework]}: the time of an image in epochs of {fewest:,} to {most:,} "
            f"differs by at most {value:.0%}; wanted at most {LARGEST_DIFFERENCE:.0%}"
        )
        reached = value <= LARGEST_DIFFERENCE
        reason = "" if reached else UNEXPLAINED
        lines.append(Line(32, text, value, LARGEST_DIFFERENCE, reached, reason))
    return lines


def _cached(stored: evidence.Evidence) -> list[Line]:
    lines = []
    for framework, rounds in stored.summary["speed"].items():
        speed = quartiles(rounds)
        text = (
            f"{TITLES[framework]}: an epoch of {stored.summary['num_images']:,} images of a cached "
            f"folder runs at {speed['median']:.2f} x the speed of one in memory (quartiles "
            f"{speed['low']:.2f} to {speed['high']:.2f}); wanted {CACHED}"
        )
        reached = speed["median"] >= CACHED
        close = speed["high"] >= CACHED
        reason = WITHIN_SPREAD if close else UNEXPLAINED
        lines.append(Line(128, text, speed["median"], CACHED, reached, "" if reached else reason))
    return lines


def _folder(stored: evidence.Evidence) -> Line:
    openings = stored.summary["again"]
    fewest, *_, most = openings
    few, many = openings[fewest], openings[most]
    text = (
        f"opening a cached folder of {int(most):,} files takes {many['megabytes']:.0f} MB of "
        f"memory for {many['megabytes_of_images']:,.0f} MB of pixels; wanted no more than for "
        f"{int(fewest):,} files, {few['megabytes']:.0f} MB"
    )
    reached = many["megabytes"] <= few["megabytes"]
    grown = (many["megabytes"] - few["megabytes"]) * 1e6 / (int(most) - int(fewest))
    reason = (
        f"where each file lies, its size, its time and its class take {grown:.0f} bytes; of its "
        "pixels nothing is held"
    )
    return Line(128, text, many["megabytes"], few["megabytes"], reached, "" if reached else reason)

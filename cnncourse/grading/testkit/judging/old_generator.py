"""Whether images were changed as by an old `ImageDataGenerator`: rotation 20, shifts, zoom 0.1.

The limits leave room for chance: a right answer misses one of them less than once in 100,000.
"""

import numpy as np

from cnncourse.grading.testkit import moves


def score(images, batches, message: str) -> float:
    """Judge several batches that were made of the same ramps.

    Parameters
    ----------
    images : array, shape (n, side, side, 3)
        As `moves.ramps` makes them, about 100.
    batches : array, shape (batches, n, side, side, 3)
        What became of them in each call, about three.
    message : str
        What to say first, where something is wrong.

    Returns
    -------
    float
        1 if all is as asked, 2/3 if one of turn, shift, zoom, flip, fill and interpolation is not.

    Raises
    ------
    AssertionError
        With a text for the student, if more is wrong.

    Examples
    --------
    >>> images = moves.ramps(np.random.default_rng(0), 100, 32)
    >>> score(images, np.stack([images] * 3), "Not as the old generator")
    Traceback (most recent call last):
    AssertionError: Not as the old generator: every call made the same of them: ...
    """
    assert np.isfinite(batches).all(), f"{message}: some pixels are NaN or infinite."
    found = [moves.measure(images, changed) for changed in batches]
    every = {name: np.concatenate([each[name] for each in found]) for name in found[0]}
    for wrong, what in _wrong_in_all(found, every):
        assert not wrong, f"{message}: {what}"
    odd = [what for right, what in _drawn_as_asked(found, every) if not right]
    assert len(odd) <= 1, f"{message}: {'; '.join(odd)}."
    return 2 / 3 if odd else 1.0


def _wrong_in_all(found: list[dict], every: dict):
    """What makes an answer worthless, and what to say of it."""
    numbers = np.stack([_numbers(each) for each in found])
    same = np.allclose(numbers[0], numbers[1], atol=1e-3)
    yield same, "every call made the same of them: draw anew in every call."
    alike = (numbers.std(axis=1).max(axis=1) < 0.1).any()
    yield alike, "all images of a batch went through the same: draw for each image."
    apart = "the channels of an image should move together, by whole maps"
    yield np.median(every["off"]) > 1, f"{apart}."


def _numbers(each: dict) -> np.ndarray:
    """All that is measured of each image, at sizes of about 1."""
    return np.column_stack(
        [
            each["degrees"] / 20,
            each["signed shift"] / 0.1,
            each["scale"] / 0.1,
            each["mirrored"],
        ]
    )


def _drawn_as_asked(found: list[dict], every: dict):
    """Whether each of the moves is, and the fill, and what to say of it."""
    upright = [(each["degrees"] + 90) % 180 - 90 for each in found]  # a flip of both is half a turn
    turns, mirrored = np.concatenate(upright), every["mirrored"]
    signed = np.column_stack([every["signed shift"], turns / 200])  # all from -0.1 to 0.1
    groups = [signed[mirrored], signed[~mirrored]]
    # Where the nearest pixel is taken for a place between, the measured numbers are less exact.
    slack = 0.2 * max(np.median(every["off"]) - 0.05, 0)
    turned = (
        (
            18.5 - 20 * slack < abs(turns).max() < 21 + 20 * slack
            and 8 < abs(turns).mean() < 12
            and _spread(upright) > 5
            and all(_centered(group[:, 2]) for group in groups)
        ),
        f"turned by up to {abs(turns).max():.0f} degrees, by {abs(turns).mean():.0f} on average",
    )
    yield turned

    shift = every["shift"]
    yield (
        (
            shift.max() < 0.115
            and shift.max(axis=0).min() > 0.08
            and all(0.04 < mean < 0.064 for mean in shift.mean(axis=0))
            and _spread([each["signed shift"] for each in found]) > 0.025
            and all(_centered(group[:, :2]) and _independent(group) for group in groups)
        ),
        f"shifted by up to {shift.max():.0%} (up or down, and to the side, independently?)",
    )

    scale = every["scale"]
    yield (
        (
            slack > 0.04  # too coarse to see a zoom
            or (
                0.895 - slack < scale.min() < 0.925
                and 1.075 < scale.max() < 1.117 + slack
                and 0.042 - slack / 4 < abs(scale - 1).mean() < 0.059 + slack / 4
                and 0.05 - slack / 3 < np.diff(scale).mean() < 0.083 + slack / 2
                and _spread([each["scale"] for each in found]) > 0.015
            )
        ),
        f"zoomed by factors from {scale.min():.2f} to {scale.max():.2f} (two, independent?)",
    )

    upside_down = (abs(every["degrees"]) > 90).mean() if turned[0] else 0  # else turned too far
    flips = np.stack([each["mirrored"] for each in found])
    same_as_before = [flips[1:] == flips[:-1], flips[:, 1:] == flips[:, :-1]]
    shares = [*flips.mean(axis=1), *(same.mean() for same in same_as_before)]
    yield (
        (
            upside_down == 0
            and abs(flips.mean() - 0.5) < 0.145
            and all(0.2 < s < 0.8 for s in shares)
        ),
        f"mirrored {flips.mean():.0%} at random, upside down {upside_down:.0%}",
    )

    outside = "outside the image, filled with something else than its nearest pixel"
    yield every["turns back"].max() < 0.25, outside
    yield slack < 0.04, "read at the nearest pixel, not between the pixels"


def _spread(of_batches) -> float:
    """The smallest standard deviation within a batch."""
    return min(np.std(values, axis=0).min() for values in of_batches)


def _centered(group: np.ndarray) -> bool:
    """Whether numbers from -0.1 to 0.1 go either way; a small group says nothing."""
    return len(group) < 40 or bool(
        (abs(group.mean(axis=0)) < 0.025 * np.sqrt(150 / len(group))).all()
    )


def _independent(group: np.ndarray) -> bool:
    """Whether no two columns go together; a small group, and columns all alike, say nothing."""
    if len(group) < 40 or group.std(axis=0).min() < 1e-3:
        return True
    return bool((abs(np.corrcoef(group.T) - np.eye(group.shape[1])) < 0.5).all())

"""The kernels that this process offers at the moment, by their names."""

from dataclasses import dataclass

from cnncourse.grading.sandbox.limits import Limits


@dataclass(frozen=True)
class Offer:
    """What stands behind a kernel's name.

    Attributes
    ----------
    limits : Limits
    server : Launcher or None
        What starts the kernels; None for ordinary kernels without a sandbox.
    """

    limits: Limits
    server: object = None


OFFERS: dict[str, Offer] = {}
"""Filled and emptied by `cnncourse.grading.sandbox.kernels`."""

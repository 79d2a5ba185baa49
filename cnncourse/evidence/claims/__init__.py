"""All claims of the book, by name: each module of this package lists its own in `CLAIMS`."""

import pkgutil
from importlib import import_module

from cnncourse.errors import unknown_name
from cnncourse.evidence.claim import Claim
from cnncourse.evidence.store import EvidenceError

BENCHMARKS = ("training_speed", "training_speed_gpu", "grading_speed")
"""Stored measurements that commands of their own make; they are on wall times alone."""


def all_claims() -> dict[str, Claim]:
    """The claims by name, in the order of the modules.

    Raises
    ------
    EvidenceError
        If two claims have the same name, and so the same file.
    """
    found: dict[str, Claim] = {}
    for module in pkgutil.iter_modules(__path__):
        for claim in import_module(f"{__name__}.{module.name}").CLAIMS:
            if claim.name in found:
                raise EvidenceError(f"Two claims are named {claim.name!r}: rename one.")
            found[claim.name] = claim
    return found


def find(name: str) -> Claim:
    """The claim of that name; an unknown name gives an error that lists those there are."""
    claims = all_claims()
    if name not in claims:
        raise EvidenceError(unknown_name("claim", name, claims))
    return claims[name]

"""Sphinx extension: numbers in the prose come from the stored measurements, never by hand.

    After five epochs SGD reaches {evidence}`adam_vs_sgd:sgd.val_loss.mean:.3f`.

reads `sgd.val_loss.mean` in the summary of `book/evidence/adam_vs_sgd.json` and writes it with
Python's format specification `.3f` (`.1%` gives percent; without one the value stands as it is). On
hover the number shows the command that measures it again. A claim that is missing or not current,
and a name or format that does not fit, is a warning, which fails the build.
"""

import math
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from cnncourse.errors import CourseError
from cnncourse.evidence.current import load_current
from cnncourse.evidence.store import Evidence, EvidenceError, path_of


def format_value(value, spec: str) -> str:
    """Write a measured value with a format specification.

    Raises
    ------
    EvidenceError
        If the value is not a finite number or a word, or the specification does not fit it.

    Examples
    --------
    >>> format_value(0.1234, ".1%")
    '12.3%'
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise EvidenceError(f"{value!r} is not a number or a word: name a single value.")
    if not isinstance(value, str) and not math.isfinite(value):
        raise EvidenceError(f"{value} is not a finite number: measure it again.")
    try:
        return format(value, spec)
    except ValueError:
        raise EvidenceError(
            f"The format {spec!r} does not fit {value!r}: try .3f or .1%."
        ) from None


def quoted(env, name: str) -> Evidence:
    """The stored measurement that a page quotes; the page is rendered anew when it changes.

    Raises
    ------
    EvidenceError
        If it is missing or not current.
    """
    folder = Path(env.srcdir, env.config.evidence_folder)
    path = path_of(name, folder)
    # Noted before it is read: a page with a missing claim is rendered anew once it is there.
    env.note_dependency(str(path))
    changed = path.stat().st_mtime_ns if path.exists() else None
    return _load(name, folder, changed)


@lru_cache
def _load(name: str, folder: Path, changed: int | None) -> Evidence:
    return load_current(name, folder)


class EvidenceRole(SphinxRole):
    """The role {evidence}`claim:path.to.value:format`."""

    def run(self):
        """Return the number as a node, or a warning and nothing in its place."""
        try:
            return [self._number()], []
        except CourseError as error:
            message = f"evidence '{self.text}': {error}"
            return [], [self.inliner.reporter.warning(message, line=self.lineno)]

    def _number(self) -> nodes.abbreviation:
        claim, _, rest = self.text.partition(":")
        path, _, spec = rest.partition(":")
        stored = quoted(self.env, claim)
        number = format_value(stored.value(path), spec)
        origin = f"Measured {stored.measured}. To measure it again: {stored.command}"
        return nodes.abbreviation(self.rawtext, number, classes=["evidence"], explanation=origin)


def setup(app):
    """Register the extension with Sphinx."""
    app.add_config_value("evidence_folder", "book/evidence", "env")
    app.add_role("evidence", EvidenceRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

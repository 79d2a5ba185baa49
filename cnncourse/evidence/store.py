"""The stored measurements: one JSON file a claim in `book/evidence/`, found, read and written."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from cnncourse.errors import CourseError, unknown_name
from cnncourse.history import History
from cnncourse.paths import expand, reason, require_writable, shown
from cnncourse.whole_file import draft_of, whole_file


class EvidenceError(CourseError):
    """A measurement that is not stored, is damaged, or cannot be drawn a number from."""


@dataclass(frozen=True)
class Evidence:
    """One stored measurement.

    Attributes
    ----------
    claim : str
        The sentence that was measured.
    command : str
        How to measure it again.
    hardware, versions : dict
        The machine, and the packages.
    measured : str
        ISO date of the latest run.
    summary : dict
        The numbers that prose uses, nested by name.
    runs : list of dict
        The raw results that the summary was computed from.
    """

    claim: str
    command: str
    hardware: dict
    versions: dict
    measured: str
    summary: dict
    runs: list[dict]

    def value(self, path: str):
        """The entry of the summary at a dotted path.

        Raises
        ------
        EvidenceError
            If there is none; lists the names there are where the path goes astray.

        Examples
        --------
        >>> stored = Evidence("", "", {}, {}, "2025-01-01", {"pytorch": {"loss": 0.25}}, [])
        >>> stored.value("pytorch.loss")
        0.25
        """
        entry = self.summary
        for name in path.split("."):
            if not isinstance(entry, dict) or name not in entry:
                known = entry if isinstance(entry, dict) else ["nothing, it is a value already"]
                raise EvidenceError(unknown_name(f"part of {path!r}:", name, known))
            entry = entry[name]
        return entry

    def histories(self, arm: str, framework: str) -> dict[int, History]:
        """Histories of one arm in one framework by seed, without those runs that diverged."""
        found = {
            run["seed"]: History(**run["history"])
            for run in self.runs
            if (run["arm"], run["framework"]) == (arm, framework) and run["history"]
        }
        if not found:
            raise EvidenceError(f"No stored run of arm {arm!r} in {framework!r}: {self.command}")
        return found


def directory() -> Path:
    """The folder of stored measurements.

    The environment variable `CNNCOURSE_EVIDENCE`, else the `book/evidence` of the checkout that
    the working directory or this package lies in.

    Raises
    ------
    EvidenceError
        If there is none of them.
    """
    if named := os.environ.get("CNNCOURSE_EVIDENCE"):
        return expand(named)
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if os.path.isdir(folder / "book") and os.path.isfile(folder / "_toc.yml"):
                return folder / "book" / "evidence"
    raise EvidenceError(
        "No book/evidence here: work in a checkout of the course, or name the folder of the "
        "stored measurements in the environment variable CNNCOURSE_EVIDENCE."
    )


def path_of(name: str, folder: Path | None = None) -> Path:
    """Path of the file of a claim, whether it is there or not."""
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise EvidenceError(
            f"{name!r} is no name of a claim: use lower-case letters, digits and _."
        )
    return (folder or directory()) / f"{name}.json"


def load(name: str, folder: Path | None = None) -> Evidence:
    """Read the stored measurement of a claim.

    Raises
    ------
    EvidenceError
        If there is no file, or it is damaged; says how to measure it again.
    """
    path = path_of(name, folder)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Evidence(**values)
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.json"))) or "none"
        raise EvidenceError(
            f"No measurement {name!r} in {path.parent} (stored: {known}): "
            f"run `cnncourse evidence {name}`."
        ) from None
    except OSError as error:
        raise EvidenceError(
            f"{shown(path)} cannot be read ({reason(error)}): allow it to be read, or name another "
            "folder in CNNCOURSE_EVIDENCE."
        ) from None
    except (ValueError, TypeError):  # not UTF-8 or not JSON; not an object with the known keys
        expected = ", ".join(field.name for field in fields(Evidence))
        raise EvidenceError(
            f"{path} is damaged (expected JSON with {expected}): "
            f"delete it and run `cnncourse evidence {name}`."
        ) from None


def check_writable(name: str, folder: Path | None = None) -> None:
    """Raise an `EvidenceError`, before anything is measured, if `save` could not store it."""
    path = path_of(name, folder)
    if os.path.isdir(path):
        raise EvidenceError(f"{shown(path)} is a folder, so nothing can be stored there: move it.")
    with _one_line_for(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    require_writable(draft_of(path), EvidenceError)


def save(name: str, evidence: Evidence, folder: Path | None = None) -> Path:
    """Write a measurement, whole or not at all; returns the path.

    Raises
    ------
    EvidenceError
        If a value is not finite or not plain JSON, or the file cannot be written.
    """
    path = path_of(name, folder)
    _write(path, _to_json(name, asdict(evidence)))
    return path


def _to_json(name: str, values: dict) -> str:
    """JSON with a line per entry and a line per run: small, and a changed run is a changed line."""
    lines = []
    try:
        for key, value in values.items():
            if key == "runs" and value:
                text = "[\n  " + ",\n  ".join(map(_dumps, value)) + "\n ]"
            elif key == "summary":
                text = _dumps(value, indent=1).replace("\n", "\n ")
            else:
                text = _dumps(value)
            lines.append(f" {_dumps(key)}: {text}")
    except (ValueError, TypeError) as error:
        raise EvidenceError(
            f"The measurement of {name!r} cannot be stored ({error}): give finite, plain values."
        ) from None
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dumps(value, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def _write(path: Path, text: str) -> None:
    with _one_line_for(path), whole_file(path, newline="\n") as file:
        file.write(text)


@contextmanager
def _one_line_for(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EvidenceError(
            f"Cannot write {shown(path)} ({reason(error)}): make room there, or name another "
            "folder."
        ) from None

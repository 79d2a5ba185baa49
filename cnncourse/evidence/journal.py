"""Finished runs of a measurement that goes on: one line each, safe from the moment it is there."""

import json
import os
from pathlib import Path

from filelock import FileLock, Timeout

from cnncourse.evidence.store import EvidenceError, path_of


class Journal:
    """The runs of an unfinished measurement, in a file that only grows.

    A line is on the disk before its run counts as done. What a killed process left of a line is
    cut off, so that the next line stands for itself. Used as a context, within which no other
    process writes to it.

    Parameters
    ----------
    name : str
        Of the claim.
    folder : Path
        Of the stored measurements; the journal is in `.unfinished/` there.

    Examples
    --------
    >>> import tempfile
    >>> with Journal("adam", Path(tempfile.mkdtemp())) as journal:
    ...     journal.append({"seed": 0})
    ...     journal.entries
    [{'seed': 0}]
    """

    def __init__(self, name: str, folder: Path):
        self._name = name
        self._path = path_of(name, folder / ".unfinished").with_suffix(".jsonl")
        self._lock = FileLock(self._path.with_suffix(".lock"), timeout=0)
        self.entries: list[dict] = []

    def __enter__(self) -> "Journal":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            raise EvidenceError(
                f"{self._name} is being measured by another process: wait for it, or end it."
            ) from None
        self._read()
        return self

    def __exit__(self, *_) -> None:
        self._lock.release()

    def _read(self) -> None:
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) < len(content):
            os.truncate(self._path, len(whole))
        try:
            self.entries = [json.loads(line) for line in whole.splitlines()]
        except ValueError:
            raise EvidenceError(
                f"{self._path} is damaged: delete it, and measure {self._name} again."
            ) from None

    def append(self, entry: dict) -> None:
        """Write an entry down; it is on the disk when this returns.

        Raises
        ------
        EvidenceError
            If a value is not finite or not plain JSON.
        """
        try:
            line = json.dumps(entry, ensure_ascii=False, allow_nan=False)
        except (ValueError, TypeError) as error:
            raise EvidenceError(
                f"A run of {self._name} cannot be stored ({error}): give finite, plain values."
            ) from None
        with open(self._path, "ab") as file:
            file.write(line.encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.entries.append(entry)

    def clear(self) -> None:
        """Forget everything, once the measurement is stored elsewhere."""
        self._path.unlink(missing_ok=True)
        self.entries = []

"""Writes a file whole or not at all: who reads it sees the old one or the new one, never half."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, mode: str = "w", **options) -> Iterator[IO]:
    r"""Open a new file that takes the place of `path` once the block is through.

    Folders that are missing are made. If the block raises, `path` stays as it was, and nothing is
    left beside it.

    Parameters
    ----------
    path : Path
    mode : str
        "w" for text, which is UTF-8, or "wb" for bytes.
    **options
        Further ones of `open`, such as `newline`.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "grades", "losses.csv")
    ...     with whole_file(path) as file:
    ...         print("ada,10", file=file)
    ...     path.read_text()
    'ada,10\n'
    """
    draft = draft_of(path)
    draft.parent.mkdir(parents=True, exist_ok=True)
    if "b" not in mode:
        options.setdefault("encoding", "utf-8")
    try:
        with open(draft, mode, **options) as file:
            yield file
        os.replace(draft, path)
        _clear_away_drafts(path)
    finally:
        draft.unlink(missing_ok=True)


def _clear_away_drafts(path: Path) -> None:
    """Remove what processes of this machine that were killed have left of this file."""
    own = draft_of(path).name.removesuffix(f"{os.getpid()}.tmp")
    for draft in Path(path).parent.glob(f"{escape(own)}*.tmp"):
        number = draft.name[len(own) :].removesuffix(".tmp")
        if number.isdecimal() and not _is_running(int(number)):
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # perhaps: nothing can be asked without harm there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's
    return True


def draft_of(path: Path) -> Path:
    """Where a file is written first: beside its place, hidden, and in the name of this process.

    The machine's name is part of it, as many may share a folder and number their own processes.

    Examples
    --------
    >>> draft_of(Path("a.csv")).name == f".a.csv.{platform.node()}.{os.getpid()}.tmp"
    True
    """
    path = Path(path)
    return path.with_name(f".{path.name}.{platform.node()}.{os.getpid()}.tmp")

"""Waits until something has come true, and tells whether a process still runs."""

import time
from pathlib import Path

PAUSE_SECONDS = 0.05


def wait_until(condition, seconds=600, tell=lambda: "it did not come true"):
    """Return when the condition holds; fail with what `tell` returns where it never does.

    The limit is one that a loaded machine does not reach.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, tell()
        time.sleep(PAUSE_SECONDS)


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"

"""What a namespace's processes use: memory and processor time."""

import os
import re

_RESIDENT = re.compile(rb"^(?:RssAnon|RssShmem):\s+(\d+) kB", re.MULTILINE)
_PROPORTIONAL = re.compile(rb"^(?:Pss_Anon|Pss_Shmem):\s+(\d+) kB", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK")

# What the buffer of a socket or pipe can hold: memory that is no process's own.
_BUFFER = 208 * 1024


def memory_held(enough: int, most_files: int) -> int:
    """Memory that all processes in /proc hold, in bytes, without the files they have mapped.

    Pages that processes share count once for each, which is quick to read. Only where that comes
    to more than `enough` are they divided among those that share them.

    Parameters
    ----------
    enough : int
        Bytes up to which the quick sum will do.
    most_files : int
        How many descriptors a process can have: counted where it hides how many it has.
    """
    processes = _processes()
    buffers = sum(_BUFFER * _descriptors(name, most_files) for name in processes)
    quick = {name: _kilobytes(name, "status", _RESIDENT) or 0 for name in processes}
    if buffers + sum(quick.values()) <= enough:
        return buffers + sum(quick.values())
    exact = {name: _kilobytes(name, "smaps_rollup", _PROPORTIONAL) for name in processes}
    return buffers + sum(quick[name] if exact[name] is None else exact[name] for name in processes)


def processor_time() -> float:
    """Seconds of processor time that all processes in /proc have used, and those they buried."""
    ticks = 0
    for name in _processes():
        ticks += sum(map(int, _fields(name)[11:15]))
    return ticks / _TICKS


def _processes() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit()]


def _fields(name: str) -> list[bytes]:
    """The fields of a process's stat file, from the state on."""
    # The name of the program, in parentheses, may hold spaces and parentheses.
    return _read(name, "stat").rpartition(b")")[2].split()


def _descriptors(name: str, most: int) -> int:
    try:
        return len(os.listdir(f"/proc/{name}/fd"))
    except PermissionError:
        # The first process hides, and is ours; one that has ended has none.
        return 0 if name == "1" or _fields(name)[:1] in ([], [b"Z"]) else most
    except OSError:
        return 0


def _kilobytes(name: str, file: str, pattern: re.Pattern) -> int | None:
    """Sum of the numbers found in a process's file, in bytes; None if there are none."""
    numbers = pattern.findall(_read(name, file))
    return 1024 * sum(map(int, numbers)) if numbers else None


def _read(name: str, file: str) -> bytes:
    try:
        with open(f"/proc/{name}/{file}", "rb") as stream:
            return stream.read()
    except OSError:
        return b""  # the process has ended, or hides itself

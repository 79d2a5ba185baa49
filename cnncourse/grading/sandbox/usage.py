"""What a namespace's processes use: memory, processor time, and locks on files."""

import os
import re

_RESIDENT = re.compile(rb"^(?:RssAnon|RssShmem|VmSwap):\s+(\d+) kB", re.MULTILINE)
_PROPORTIONAL = re.compile(rb"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+) kB", re.MULTILINE)
_PAGE_TABLES = re.compile(rb"^VmPTE:\s+(\d+) kB", re.MULTILINE)
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
    own = sum(_BUFFER * _descriptors(name, most_files) for name in processes)
    quick = {}
    for name in processes:
        status = _read(name, "status")
        own += _bytes(_PAGE_TABLES, status)
        quick[name] = _bytes(_RESIDENT, status)
    if own + sum(quick.values()) <= enough:
        return own + sum(quick.values())
    return own + sum(_divided(name, quick[name]) for name in processes)


def processor_time() -> float:
    """Seconds of processor time that all processes in /proc have used, and those they buried."""
    ticks = 0
    for name in _processes():
        ticks += sum(map(int, _fields(name)[11:15]))
    return ticks / _TICKS


def locks_held(enough: int) -> int:
    """Locks on files that the processes in /proc hold; not counted beyond `enough`."""
    count = 0
    with open("/proc/locks", "rb") as stream:
        for line in stream:
            # "1: POSIX  ADVISORY  WRITE 71 00:2a:9 0 EOF"; one of process -1 is somebody else's.
            count += line.split()[-4] != b"-1"
            if count > enough:
                break
    return count


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


def _divided(name: str, quick: int) -> int:
    """Memory of a process, each page divided by the number of those that share it."""
    rollup = _read(name, "smaps_rollup")
    return _bytes(_PROPORTIONAL, rollup) if rollup else quick


def _bytes(pattern: re.Pattern, text: bytes) -> int:
    """Sum of the kilobytes in the lines of a process's file that are meant, in bytes."""
    return 1024 * sum(map(int, pattern.findall(text)))


def _read(name: str, file: str) -> bytes:
    try:
        with open(f"/proc/{name}/{file}", "rb") as stream:
            return stream.read()
    except OSError:
        return b""  # the process has ended, or hides itself

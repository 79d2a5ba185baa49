"""What one kernel may use: memory, processes, files, time, output."""

import math
from dataclasses import asdict, dataclass, fields

from cnncourse.errors import CourseError

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one sandboxed kernel may use.

    Attributes
    ----------
    memory : int
        Memory of all the kernel's processes together, in bytes: what is resident or swapped out,
        their page tables, and what their sockets and pipes could hold. They are watched and killed
        when it is more.
    address_space : int
        Address space of each process, in bytes (RLIMIT_AS). More than `memory`: TensorFlow
        reserves much more than it uses. A process that asks for more gets a MemoryError.
    processes : int
        Processes and threads of the kernel together. Frameworks start some dozens of threads.
    file_size : int
        Size of the largest file, in bytes.
    scratch : int
        Size of the private folder with everything that a kernel writes, in bytes; in memory.
    cpu_seconds : int
        Processor time of all the kernel's processes together.
    wall_seconds : float
        Time of a whole notebook, from its kernel's start.
    open_files : int
        Open files of each process; never more than half of what the grader itself may have.
    file_locks : int
        Locks on files that the kernel's processes hold together; Linux keeps them in memory that
        is no process's. They are watched, too.
    cell_output : int
        Output of one cell that is kept, in bytes. Far above it the kernel is killed.
    notebook_output : int
        Output of all cells of a notebook that is kept, in bytes.

    Raises
    ------
    CourseError
        If a limit is no number above 0, or no whole one where it counts bytes, files, processes
        or seconds of processor time.

    Examples
    --------
    >>> Limits(wall_seconds=60).wall_seconds
    60
    >>> Limits(memory=-1)
    Traceback (most recent call last):
    cnncourse.errors.CourseError: memory of Limits is -1: it has to be a whole number above 0.
    """

    memory: int = 4096 * MIB
    address_space: int = 16384 * MIB
    processes: int = 256
    file_size: int = 256 * MIB
    scratch: int = 512 * MIB
    cpu_seconds: int = 900
    wall_seconds: float = 900.0
    open_files: int = 1024
    file_locks: int = 4096
    cell_output: int = 8 * MIB
    notebook_output: int = 32 * MIB

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            kind = "a whole number" if field.type is int else "a number"
            is_number = is_whole_number(value) or (field.type is float and isinstance(value, float))
            if not (is_number and 0 < value < math.inf):
                raise CourseError(
                    f"{field.name} of Limits is {value!r}: it has to be {kind} above 0."
                )

    def as_dict(self) -> dict[str, float]:
        """The limits by name, as JSON carries them to the kernel's keeper."""
        return asdict(self)


def is_whole_number(value: object) -> bool:
    """Whether a value is an int; True and False are none here.

    Examples
    --------
    >>> is_whole_number(2), is_whole_number(2.0), is_whole_number(True)
    (True, False, False)
    """
    return isinstance(value, int) and not isinstance(value, bool)

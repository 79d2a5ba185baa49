"""What one kernel may use: memory, processes, files, time, output."""

from dataclasses import asdict, dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one sandboxed kernel may use.

    Attributes
    ----------
    memory : int
        Resident memory of all the kernel's processes together, in bytes, with what their sockets
        and pipes could hold. They are watched and killed when it is more.
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
    cell_output : int
        Output of one cell that is kept, in bytes. Far above it the kernel is killed.
    notebook_output : int
        Output of all cells of a notebook that is kept, in bytes.

    Examples
    --------
    >>> Limits(wall_seconds=60).wall_seconds
    60
    """

    memory: int = 4096 * MIB
    address_space: int = 16384 * MIB
    processes: int = 256
    file_size: int = 256 * MIB
    scratch: int = 512 * MIB
    cpu_seconds: int = 900
    wall_seconds: float = 900.0
    open_files: int = 1024
    cell_output: int = 8 * MIB
    notebook_output: int = 32 * MIB

    def as_dict(self) -> dict[str, float]:
        """The limits by name, as JSON carries them to the kernel's keeper."""
        return asdict(self)

"""How much of a notebook's output a grader keeps, and the names of what ends a notebook early."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_output

from cnncourse.grading.sandbox.limits import MIB, Limits

CELL_TIMEOUT = "CellTimeoutError"
TIME_LIMIT = "TimeLimitError"
OUTPUT_LIMIT = "OutputLimitError"
OUT_OF_MEMORY = "OutOfMemoryError"
KERNEL_DIED = "KernelDiedError"

_METADATA = "cnncourse_limits"
_OVERHEAD = 1024  # what an output takes besides its text, about
_CONTAINER, _NUMBER = 64, 32  # what an empty list or dict takes, and a number, about


def limits_hit(notebook: NotebookNode) -> list[dict[str, str]]:
    """The limits that an executed notebook ran into.

    Returns
    -------
    list of dict
        In order, with "cell" (its grade id, else its id), "ename" (one of the names in this
        module) and "evalue" (one sentence for people). Empty if all went as it should.
    """
    return list(notebook.metadata.get(_METADATA, ()))


def forget_limits(notebook: NotebookNode) -> None:
    """Remove what an earlier run, or a student, noted."""
    notebook.metadata.pop(_METADATA, None)


def note_limit(notebook: NotebookNode, cell: NotebookNode, ename: str, evalue: str) -> None:
    """Note in a notebook, and show in a cell's outputs, that a limit was hit."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")
    entry = {"cell": str(name), "ename": ename, "evalue": evalue}
    notebook.metadata.setdefault(_METADATA, []).append(entry)
    show_error(cell, ename, evalue)


def show_error(cell: NotebookNode, ename: str, evalue: str) -> None:
    """Append an error to a cell's outputs, so that no test in there counts as passed."""
    traceback = [f"\x1b[0;31m{ename}\x1b[0m: {evalue}"]
    cell.outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=traceback))


def size_of(content: object) -> int:
    """Bytes that a message's content takes at least, and not much more.

    Examples
    --------
    >>> size_of({"text": "abc", "data": ["de", b"f"]})
    142
    >>> size_of([[], []])  # nothing in them, but they are there
    192
    """
    if isinstance(content, str):
        return len(content)
    if isinstance(content, bytes | memoryview):
        return memoryview(content).nbytes
    if isinstance(content, Mapping):
        return _CONTAINER + sum(len(str(key)) + size_of(v) for key, v in content.items())
    if isinstance(content, Iterable):
        return _CONTAINER + sum(map(size_of, content))
    return _NUMBER


@dataclass
class Budget:
    """Counts the output of a notebook's cells.

    Examples
    --------
    >>> budget = Budget(Limits(cell_output=3000, notebook_output=5000))
    >>> budget.takes("x" * 1000), budget.takes("x" * 1000)
    (True, False)
    >>> budget.start_cell()
    >>> budget.takes("x" * 1000)
    True
    """

    limits: Limits
    cell: int = 0
    notebook: int = 0
    far: int = field(init=False)

    def __post_init__(self):
        self.far = 4 * self.limits.cell_output

    def start_cell(self) -> None:
        """Count anew for the next cell."""
        self.cell = 0

    def takes(self, content: object) -> bool:
        """Count some output; whether it may be kept."""
        size = _OVERHEAD + size_of(content)
        self.cell += size
        kept = self.cell <= self.limits.cell_output and (
            self.notebook + size <= self.limits.notebook_output
        )
        if kept:
            self.notebook += size
        return kept

    @property
    def is_far_above(self) -> bool:
        """Whether a cell goes on and on beyond what is kept."""
        return self.cell > self.far

    @property
    def excess(self) -> str:
        """What there was too much of, for people."""
        if self.cell > self.limits.cell_output:
            return f"The cell printed more than {self.limits.cell_output / MIB:g} MiB"
        return f"The notebook printed more than {self.limits.notebook_output / MIB:g} MiB"

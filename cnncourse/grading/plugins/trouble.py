"""What went wrong with a submission, in words that an instructor understands."""

import re
from collections.abc import Mapping

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader import utils
from nbgrader.nbgraderformat import ValidationError
from nbgrader.preprocessors.execute import UnresponsiveKernelError

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import MAX_BYTES
from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.result import NEEDS_A_LOOK, Result
from cnncourse.grading.sandbox.outputs import (
    CELL_TIMEOUT,
    KERNEL_DIED,
    OUT_OF_MEMORY,
    OUTPUT_LIMIT,
    TIME_LIMIT,
    limits_hit,
)

_NO_GPU = re.compile(
    r"not compiled with (CUDA|XPU)|not linked with support for mps"
    r"|without (ATen_cuda library|MPS backend)|requires CUDA support"
    r"|deserialize object on a (CUDA|MPS) device|accelerator device when none is available"
    r"|No CUDA GPUs are available|Found no NVIDIA driver|NVIDIA driver on your system is too old"
    r"|CUDA driver version is insufficient|The MPS backend is supported on"
    r"|Could not satisfy device specification \S*GPU|GPU:\d+ unknown device"
    r"|No matching devices found for 'GPU"
)
"""What PyTorch and TensorFlow say where there is no GPU: their errors have no class for it."""


class NoKernelsError(CourseError):
    """No notebook can be run here any more: it says nothing about the one that was to be run."""


def unfit(files: Mapping[str, bytes], name: str) -> str:
    """Why a hand-in cannot be graded, whatever its notebook says; empty if it may be.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by path.
    name : str
        The notebook's path.

    Examples
    --------
    >>> unfit({"notes.txt": b"hello"}, "losses.ipynb")
    'There is no losses.ipynb in it, only notes.txt.'
    """
    if sum(map(len, files.values())) > MAX_BYTES:
        return f"It is larger than {MAX_BYTES // 10**6} MB: clear the outputs, leave out the data."
    if name not in files:
        others = ", ".join(sorted(files)[:3]) + (", ..." if len(files) > 3 else "")
        return f"There is no {name} in it, " + (f"only {others}." if files else "nor any file.")
    return ""


def reason(error: Exception, cell: str = "") -> str:
    """What an exception says, in one line.

    Parameters
    ----------
    error : Exception
    cell : str
        Grade id of the cell that ran last.

    Examples
    --------
    >>> reason(DeadKernelError("Kernel died"), "double")
    'Kernel died in cell double: the code ended it, or it ran out of memory.'
    """
    where = f" in cell {cell}" if cell else ""
    if isinstance(error, CourseError):
        text = str(error)
    elif isinstance(error, DeadKernelError):
        text = f"Kernel died{where}: the code ended it, or it ran out of memory."
    elif isinstance(error, UnresponsiveKernelError | CellTimeoutError):
        text = f"The kernel did not answer any more{where}, and could not be interrupted."
    elif isinstance(error, ValidationError):
        text = "nbgrader's marks on the cells are damaged: hand the notebook in anew."
    else:
        text = f"{type(error).__name__}: {error}"
    return one_line(text)


def found_in(run, source) -> str:
    """Why the scores of an executed notebook may not be the answers' fault; empty if they are.

    Parameters
    ----------
    run : NotebookNode
        The executed notebook.
    source : NotebookNode
        The notebook with the solution.
    """
    given = {
        cell.metadata.nbgrader.grade_id
        for cell in source.cells
        if utils.is_locked(cell) and not utils.is_grade(cell)
    }
    for hit in limits_hit(run)[:1]:
        return one_line(f"Cell {hit['cell']}: {hit['evalue']}")
    for cell in run.cells:
        name = name_of(cell)
        raised = [o for o in cell.get("outputs", ()) if o.output_type == "error"]
        errors = {o.ename: o.evalue for o in raised}
        if CELL_TIMEOUT in errors:
            return one_line(f"Cell {name} ran out of time.")
        if any(map(_is_lack_of_memory, errors.items())):
            return one_line(f"Cell {name} ran out of memory.")
        if any(map(_is_lack_of_gpu, raised)):
            return one_line(f"Cell {name} wants a GPU: {'; '.join(errors.values())}")
        if "CheckError" in errors:
            return one_line(f"The trusted check of cell {name} went wrong: {errors['CheckError']}")
        if name in given and errors:
            what = "; ".join(map(": ".join, errors.items()))
            return one_line(f"The given cell {name} failed: {what}")
        given.discard(name)
    return f"The given cell {', '.join(sorted(given))} was deleted." if given else ""


def _is_lack_of_memory(error: tuple[str, str]) -> bool:
    """Whether Python, TensorFlow or PyTorch says by an error that there is no more memory."""
    name, text = error
    names = ("MemoryError", "ResourceExhaustedError", "OutOfMemoryError")
    return name in names or "DefaultCPUAllocator" in text


def _is_lack_of_gpu(error) -> bool:
    """Whether an error is about a GPU that is not there, or is raised from one that is."""
    told = "\n".join([error.evalue, *error.get("traceback", ())])
    # A list of GPUs, of which the first one is taken.
    is_first_of_none = error.ename == "IndexError" and "list_physical_devices" in told
    return is_first_of_none or _NO_GPU.search(told) is not None


def not_run(run) -> set[str]:
    """Grade ids of the cells that a limit kept from running: to give them 0 points is not fair."""
    ends = {TIME_LIMIT, OUTPUT_LIMIT, OUT_OF_MEMORY, KERNEL_DIED}
    if ends.isdisjoint(hit["ename"] for hit in limits_hit(run)):
        return set()
    return {
        cell.metadata.get("nbgrader", {}).get("grade_id")
        for cell in run.cells
        if any(o.get("ename") in ends for o in cell.get("outputs", ()))
    }


def one_line(text: str) -> str:
    r"""What a student's process may have written, fit for a terminal and a table.

    Examples
    --------
    >>> one_line("ValueError:\n\x1b[31m no")
    'ValueError: [31m no'
    """
    printable = "".join(c if c.isprintable() else " " for c in text[:2000])
    return " ".join(printable.split())[:500]


def unscored(source, student: str, note: str) -> Result:
    """The result of a submission that could not be scored.

    Parameters
    ----------
    source : NotebookNode
        The notebook with the solution.
    student, note : str
    """
    points = {
        cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
        for cell in source.cells
        if utils.is_grade(cell)
    }
    bonus = frozenset(
        cell.metadata.nbgrader.grade_id
        for cell in source.cells
        if "bonus" in cell.metadata.get("tags", ())
    )
    return Result(student, NEEDS_A_LOOK, {}, points, bonus, note)

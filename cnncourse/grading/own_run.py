"""Runs a student's own notebook as *Validate* does, and says of each part what came of it."""

import ast
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbconvert.filters import strip_ansi
from nbgrader import utils

from cnncourse.errors import CourseError
from cnncourse.grading.notebooks.cell_matching import is_test
from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.notebooks.edits import framework_of
from cnncourse.grading.notebooks.notebook_file import NotANotebookError, read_notebook
from cnncourse.grading.notebooks.shown import TAG

PASSED, FAILED, NOT_STARTED, BY_HAND = "passed", "failed", "not started", "read by people"
CELL_SECONDS = 120
"""What a cell may take, as when it is graded."""
_MOST_LINES = 12
_LIKE_GRADING = dict.fromkeys(
    ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
) | {"NBGRADER_EXECUTION": "validate", "TF_CPP_MIN_LOG_LEVEL": "3"}

# That a cell is interrupted is said in the table.
_LOG = logging.getLogger("cnncourse.grading.own_run")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


@dataclass(frozen=True)
class Part:
    """A part of an exercise: an answer, and the test below it.

    Attributes
    ----------
    name : str
        Of the answer cell, as nbgrader has it.
    points : float
    status : str
        `PASSED`, `FAILED`, `NOT_STARTED`, or `BY_HAND` for one that has no test.
    message : str
        What the test says, or the answer cell itself if that is what fails.
    is_changed : bool
        Whether the test is another one than was handed out.
    has_test : bool
        Whether the notebook itself can tell.
    """

    name: str
    points: float
    status: str
    message: str = ""
    is_changed: bool = False
    has_test: bool = True


@dataclass(frozen=True)
class OwnRun:
    """What came of running a notebook.

    Attributes
    ----------
    name : str
    framework : str or None
    parts : list of Part
    seconds : float
    """

    name: str
    framework: str | None
    parts: list[Part]
    seconds: float

    @property
    def passes(self) -> bool:
        """Whether every test passes."""
        return all(part.status in (PASSED, BY_HAND) for part in self.parts)

    def lines(self) -> Iterator[str]:
        """A table of the parts with the messages of those that failed, and what to do next."""
        width = max(len(part.name) for part in self.parts)
        for part in self.parts:
            points = f"{part.points:g} point" + ("" if part.points == 1 else "s")
            yield f"{part.name:<{width}}  {points:>9}  {part.status}"
            for line in part.message.splitlines():
                yield f"    {line}".rstrip()
            if part.is_changed:
                yield "    Its test was changed: what you hand in is graded with the original one."
        tried = [part for part in self.parts if part.has_test]
        passed = sum(part.status == PASSED for part in tried)
        where = f" in {self.framework}" if self.framework else ""
        yield ""
        yield f"{passed} of {len(tried)} tests pass{where} ({self.seconds:.0f} s). {self._next()}"

    def _next(self) -> str:
        for status, advice in ((FAILED, "Next: mend"), (NOT_STARTED, "Next: write")):
            for part in self.parts:
                if part.status == status:
                    return f"{advice} {part.name}."
        by_hand = " and ".join(part.name for part in self.parts if not part.has_test)
        read = f"Read what you wrote for {by_hand} once more, then hand" if by_hand else "Hand"
        return f"{read} the notebook in. Other tests check the rest of what the text asks for."


def find_notebook(path: Path) -> Path:
    """The notebook that a path means: itself, or the one of an exercise's folder.

    Raises
    ------
    CourseError
        If there is none, or if it is not clear which.
    """
    path = Path(path)
    if path.is_file():
        return path
    if not path.is_dir():
        raise CourseError(f"There is no {path}: name a notebook, or an exercise's folder.")
    own = path / f"{path.resolve().name}.ipynb"
    found = [own] if own.is_file() else sorted(path.glob("*.ipynb"))
    if len(found) == 1:
        return found[0]
    names = ", ".join(other.name for other in found[:5])
    what = f"has several notebooks ({names}): name one" if found else "holds no notebook"
    raise CourseError(f"{path} {what}.")


def run(path: Path) -> OwnRun:
    """Run a notebook in a kernel of its own, from the top, and read what its tests say.

    Cells that only show something are left out, unless they define what others may use. The
    file stays as it is.

    Parameters
    ----------
    path : Path
        The notebook.

    Raises
    ------
    CourseError
        If it is no notebook of an exercise, its kernel dies, or a given cell fails, after which no
        test means anything.
    """
    notebook = _read(path)
    tests = [cell for cell in notebook.cells if is_test(cell)]
    if not tests:
        raise CourseError(f"{path} has no tests: is it the notebook of an exercise?")
    framework, started = framework_of(notebook), time.perf_counter()
    notebook.cells = [cell for cell in notebook.cells if not _shows_only(cell)]
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        interrupt_on_timeout=True,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.resolve().parent)}},
        log=_LOG,
    )
    running = {}
    client.on_cell_start = lambda cell, **_: running.update(name=name_of(cell))
    try:
        client.execute(env=os.environ | _LIKE_GRADING)
    except DeadKernelError:
        raise CourseError(
            f"The kernel died in the cell {running.get('name', '?')}: its code ended it, or the "
            "machine has no memory left."
        ) from None
    for cell in notebook.cells:
        if utils.is_locked(cell) and not is_test(cell) and _error(cell):
            last = _error(cell).splitlines()[-1]
            raise CourseError(f"The given cell {name_of(cell)} fails: {last}")
    seconds = time.perf_counter() - started
    return OwnRun(path.stem, framework, list(_parts(notebook)), seconds)


def saves(path: Path, pause=time.sleep) -> Iterator[None]:
    """Yield at once, and then whenever the file has been saved.

    Parameters
    ----------
    path : Path
    pause : callable
        Waits for so many seconds.
    """
    before = None
    while True:
        try:
            stat = path.stat()
            now = stat.st_mtime_ns, stat.st_size, stat.st_ino
        except FileNotFoundError:  # for a moment, where an editor puts a new file in its place
            now = before
        if now != before:
            before = now
            yield
        else:
            pause(0.5)


def _read(path: Path):
    try:
        data = path.read_bytes()
        read_notebook(data)
        return nbformat.reads(data.decode("utf-8-sig"), as_version=4)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    except NotANotebookError as error:
        raise CourseError(f"{path} {error}.") from None
    except Exception:  # whatever nbformat says of a damaged file
        raise CourseError(f"{path} is damaged: open it in JupyterLab, and save it.") from None


def _parts(notebook) -> Iterator[Part]:
    answers = []
    for cell in notebook.cells:
        if utils.is_solution(cell) and utils.is_grade(cell):
            status = NOT_STARTED if _is_as_handed_out(cell) else BY_HAND
            points = float(cell.metadata.nbgrader.points)
            yield Part(name_of(cell), points, status, has_test=False)
        elif utils.is_solution(cell):
            answers.append(cell)
        elif is_test(cell):
            yield _part(cell, answers)
            answers = []


def _part(test, answers: list) -> Part:
    name = " and ".join(map(name_of, answers)) or name_of(test)
    points, is_changed = float(test.metadata.nbgrader.points), not _is_as_handed_out(test, True)
    message = next(filter(None, map(_error, [*answers, test])), "")
    if not message:
        return Part(name, points, PASSED, is_changed=is_changed)
    if answers and all(map(_is_as_handed_out, answers)):
        return Part(name, points, NOT_STARTED, is_changed=is_changed)
    return Part(name, points, FAILED, message, is_changed)


def _error(cell) -> str:
    """What a cell's error says, in a few lines; empty if it had none."""
    for output in cell.get("outputs", ()):
        if output.get("ename") == "KeyboardInterrupt":
            return f"It ran for more than {CELL_SECONDS} seconds: does a loop never end?"
        if output.output_type == "error":
            text = strip_ansi("\n".join(output.traceback)).strip()
            return "\n".join(text.splitlines()[-_MOST_LINES:]) or output.ename
    return ""


def _is_as_handed_out(cell, if_unknown: bool = False) -> bool:
    checksum = cell.metadata.nbgrader.get("checksum")
    return checksum == utils.compute_checksum(cell) if checksum else if_unknown


def _shows_only(cell) -> bool:
    """Whether a cell has the author's tag, and defines no function, class or import for others."""
    if TAG not in cell.metadata.get("tags", ()):
        return False
    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return True
    definitions = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
    return not any(isinstance(statement, definitions) for statement in body)

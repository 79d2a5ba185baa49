"""Known notebooks that have to score as known, in this very environment, before a class is graded.

Where a package is missing, say, every submission would get a few points, and no error.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from tqdm import tqdm

from cnncourse.errors import CourseError
from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks.cell_matching import is_test
from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.notebooks.edits import answers_of, framework_of, with_answers, with_framework
from cnncourse.grading.notebooks.notebook_file import NotANotebookError, read_notebook
from cnncourse.grading.plugins.trouble import one_line
from cnncourse.grading.result import NEEDS_A_LOOK, Result
from cnncourse.grading.workers.known_answers import FOLDER, read_known
from cnncourse.grading.workers.preflight_record import PreflightRecord


@dataclass(frozen=True)
class Trial:
    """A notebook whose scores are known.

    Attributes
    ----------
    name : str
        What it is, for the message: "solution (pytorch)".
    notebook : NotebookNode
    lost : frozenset of str or None
        The autograded cells that do not give all of their points; None for all of them.
    keeps : dict of str to float
        Points that such a cell gives all the same; none without an entry.
    """

    name: str
    notebook: nbformat.NotebookNode
    lost: frozenset[str] | None
    keeps: dict[str, float] = field(default_factory=dict)

    def key(self, record: PreflightRecord) -> str:
        """What stands for it in a record: another one if it would run or be judged otherwise."""
        cells = [[cell.cell_type, cell.source, cell.metadata] for cell in self.notebook.cells]
        lost = None if self.lost is None else sorted(self.lost)
        return record.key(self.name, cells, self.notebook.metadata, lost, self.keeps)


def frameworks_of(
    source, notebooks: Iterable[bytes], known: Iterable[str] = ()
) -> list[str | None]:
    """The frameworks that a class picks, each once.

    Parameters
    ----------
    source : NotebookNode
        The notebook with the solution.
    notebooks : iterable of bytes
        What was handed in. For those that do not say it clearly, or cannot be read, it is the
        framework of the solution: whatever is wrong with them, grading will say of them alone.
    known : iterable of str
        What other notebooks of the class pick, which were read before.

    Returns
    -------
    list of str or None
        None alone stands for an exercise without a choice.
    """
    default = framework_of(source)
    if default is None:
        return [None]
    found = set(known)
    for content in notebooks:
        if found.issuperset(FRAMEWORKS):
            break
        try:
            notebook, _ = read_notebook(content)
        except NotANotebookError:
            continue
        found.add(framework_of(notebook) or default)
    return sorted(found or {default})


def trials(source, released, folder: Path, frameworks: Iterable[str | None]) -> Iterator[Trial]:
    """The solution, the blank notebook and the known answers, in each framework.

    Parameters
    ----------
    source, released : NotebookNode
        The notebook with the solution, and the student version.
    folder : Path
        The assignment's folder in solutions/; see `known_answers.read_known` for its known answers.
    frameworks : iterable of str or None
        None stands for an exercise without a choice.
    """
    full = with_answers(released, answers_of(source))
    known = read_known(folder / FOLDER)
    for framework in frameworks:
        where = f" ({framework})" if framework else ""
        yield Trial(f"solution{where}", with_framework(full, framework), frozenset())
        yield Trial(f"blank notebook{where}", with_framework(released, framework), None)
        for answer in known:
            if framework in (None, answer.framework):
                notebook = with_framework(with_answers(full, answer.cells), framework)
                yield Trial(f"{answer.name}{where}", notebook, answer.loses, answer.keeps)


def preflight(
    assignment: str,
    tried: Iterable[Trial],
    grade_all: Callable,
    record: PreflightRecord,
    again: bool = False,
) -> None:
    """Grade notebooks whose scores are known, as the class will be graded.

    Those are left out that have scored as they should, if nothing has changed since on which that
    depends; a line on stderr says so.

    Parameters
    ----------
    assignment : str
    tried : iterable of Trial
    grade_all : callable
        Grades submissions, as `pool.grading_workers` gives it.
    record : PreflightRecord
        Keeps what went well.
    again : bool
        Leave none out.

    Raises
    ------
    CourseError
        Which says what scored what, and which packages have changed since it last went well.
    """
    tried = list(tried)
    passed = frozenset() if again else record.passed()
    by_name = {f"preflight {t.name}": t for t in tried if t.key(record) not in passed}
    if len(by_name) < len(tried):
        tqdm.write(
            f"pre-flight: {len(tried) - len(by_name)} of {len(tried)} notebooks have scored as "
            "they should, and nothing has changed since (--preflight grades them again).",
            file=sys.stderr,
        )
    if not by_name:
        return
    wrong = _graded_otherwise(assignment, by_name, grade_all)
    if wrong:
        record.forget()
        name = next(trial.name for trial in by_name.values() if trial.name in wrong)
        changes = record.changes()
        since = f" When it last did, and now, there are {changes}." if changes else ""
        raise CourseError(
            f"Not grading: in this environment the {name} of {assignment} does not score as it "
            f"should: {wrong[name]}{since}"
        )
    record.add(trial.key(record) for trial in by_name.values())


def _graded_otherwise(
    assignment: str, by_name: dict[str, Trial], grade_all: Callable
) -> dict[str, str]:
    """What is wrong with the results of trials, by the names of those that have anything wrong."""
    submissions = [
        Submission.of_notebook(name, assignment, trial.notebook) for name, trial in by_name.items()
    ]
    wrong = {}
    results = grade_all(submissions)
    for result in tqdm(results, total=len(submissions), desc="pre-flight", unit="notebook"):
        what = unexpected(result, by_name[result.student])
        if what:
            wrong[by_name[result.student].name] = what
    return wrong


def unexpected(result: Result, trial: Trial) -> str:
    """What is wrong with the result of a trial; empty if nothing is."""
    if result.status == NEEDS_A_LOOK:
        return result.note
    automatic = {cell.metadata.nbgrader.grade_id for cell in trial.notebook.cells if is_test(cell)}
    lost = automatic if trial.lost is None else trial.lost
    expected = {
        name: trial.keeps.get(name, 0.0) if name in lost else result.points[name]
        for name in automatic
    }
    wrong = [name for name in expected if result.scores.get(name) != expected[name]]
    if not wrong:
        return ""
    text = ", ".join(
        f"{name} scored {result.scores.get(name, 'nothing')} instead of {expected[name]:g}"
        for name in sorted(wrong)
    )
    error = first_error(result.notebook) if trial.lost == frozenset() else ""
    return f"{text}. Its first error is {error}" if error else text


def first_error(notebook: str) -> str:
    """Cell, name and text of the first error in an executed notebook; empty if there is none."""
    for cell in nbformat.reads(notebook, as_version=4).cells if notebook else ():
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                name = name_of(cell)
                return one_line(f"{output.ename} in cell {name}: {output.evalue}")
    return ""

"""One nbgrader course folder: student version, autograding, feedback, and the scores it holds."""

import logging
import warnings
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from cnncourse.errors import CourseError
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result


class Course:
    """An nbgrader course in a folder.

    Parameters
    ----------
    root : Path
        Folder with solutions/, submitted/ and the rest.
    config : Path, optional
        Folder of nbgrader_config.py, if it is another one than `root`.
    """

    def __init__(self, root: Path, config: Path | None = None):
        self.root = Path(root).resolve()
        folder = Path(config or root).resolve()
        if not (folder / "nbgrader_config.py").is_file():
            raise CourseError(
                f"No nbgrader_config.py in {folder}: run this in the course's folder."
            )
        settings = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
        settings.CourseDirectory.root = str(self.root)
        settings.NbGraderAPI.log_level = logging.ERROR
        self._api = NbGraderAPI(config=settings)

    def source(self, assignment: str) -> nbformat.NotebookNode:
        """The notebook with the solution."""
        path = self._path("solutions", assignment)
        if not path.is_file():
            names = sorted(p.parent.name for p in self.root.glob("solutions/*/*.ipynb"))
            raise CourseError(
                f"No assignment {assignment!r} in solutions/: choose one of {', '.join(names)}."
            )
        return nbformat.read(path, nbformat.NO_CONVERT)

    def released(self, assignment: str) -> nbformat.NotebookNode:
        """The notebook that students get; `generate` makes it."""
        return nbformat.read(self._path("exercises", assignment), nbformat.NO_CONVERT)

    def submissions(self, assignment: str) -> dict[str, Path]:
        """Folder of each student who handed in, by the student's name."""
        folders = sorted(self.root.glob(f"submitted/*/{assignment}"))
        return {folder.parent.name: folder for folder in folders}

    def generate(self, assignment: str) -> None:
        """Make the student version, and enter the assignment into the gradebook."""
        self.source(assignment)
        answer = self._call("generate_assignment", assignment)
        if not answer["success"]:
            raise CourseError(
                f"nbgrader cannot make the student version of {assignment}: {_reason(answer)}"
            )

    def autograde(self, assignment: str, student: str) -> Result:
        """Run and score one submission; whatever goes wrong is told in the result, not raised."""
        source = self.source(assignment)
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
        answer = self._call("autograde", assignment, student)
        if not answer["success"]:
            return Result(student, NEEDS_A_LOOK, {}, points, bonus, _reason(answer))
        scores, waiting = self._scores(assignment, student)
        note = self._trouble(assignment, student, source)
        status = NEEDS_A_LOOK if note else TO_READ if waiting else GRADED
        return Result(student, status, scores, points, bonus, note)

    def feedback(self, assignment: str, student: str) -> None:
        """Write the page that a student gets back."""
        answer = self._call("generate_feedback", assignment, student)
        if not answer["success"]:
            raise CourseError(f"nbgrader cannot write feedback for {student}: {_reason(answer)}")

    def _call(self, method: str, *names: str) -> dict:
        """Call nbgrader, without the hints that its libraries give to nbgrader's own authors."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(self._api, method)(*names)

    def _path(self, step: str, assignment: str, student: str = "") -> Path:
        return self.root / step / student / assignment / f"{assignment}.ipynb"

    def _scores(self, assignment: str, student: str) -> tuple[dict[str, float], bool]:
        """Score of each cell, and whether any waits to be graded by hand."""
        with Gradebook(self._api.coursedir.db_url) as gradebook:
            submission = gradebook.find_submission(assignment, student)
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            scores = {grade.name: grade.score for grade in grades if not grade.needs_manual_grade}
            return scores, any(grade.needs_manual_grade for grade in grades)

    def _trouble(self, assignment: str, student: str, source) -> str:
        """Why the scores may not be the answers' fault; empty if nothing speaks for it."""
        run = nbformat.read(self._path("autograded", assignment, student), nbformat.NO_CONVERT)
        given = {
            cell.metadata.nbgrader.grade_id
            for cell in source.cells
            if utils.is_locked(cell) and not utils.is_grade(cell)
        }
        for cell in run.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id", "?"))
            errors = [o for o in cell.get("outputs", ()) if o.output_type == "error"]
            if any(error.ename == "CellTimeoutError" for error in errors):
                return f"Cell {name} ran out of time."
            if name in given and errors:
                return f"The given cell {name} failed: {errors[0].ename}: {errors[0].evalue}"
            given.discard(name)
        return f"The given cell {', '.join(sorted(given))} was deleted." if given else ""


def _reason(answer: dict) -> str:
    """The last line of what nbgrader says about a failure that is about the failure itself."""
    text = answer.get("error") or ""
    lines = [line.strip() for line in f"{answer.get('log') or ''}\n{text}".splitlines()]
    telling = [
        line for line in lines if "Error" in line.split(":")[0] and " " not in line.split(":")[0]
    ]
    return (telling or [line for line in lines if line] or ["no reason given"])[-1]

"""One nbgrader course folder: student version, autograding, feedback, and the scores it holds."""

import logging
import warnings
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from cnncourse.errors import CourseError
from cnncourse.grading.plugins.config_names import check_names
from cnncourse.grading.plugins.converters import Converters
from cnncourse.grading.plugins.disk import tell_if_full
from cnncourse.grading.plugins.source import read_once
from cnncourse.grading.plugins.trouble import found_in, not_run, reason, unscored
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result


class Course:
    """An nbgrader course in a folder.

    Parameters
    ----------
    root : Path
        Folder with solutions/, submitted/ and the rest.
    config_folder : Path, optional
        Folder of nbgrader_config.py, if it is another one than `root`.
    overrides : Config, optional
        Settings that go before those of nbgrader_config.py.
    lasting : bool
        As in `cnncourse.grading.plugins.converters.Converters`.
    """

    def __init__(
        self,
        root: Path,
        config_folder: Path | None = None,
        overrides: Config | None = None,
        *,
        lasting: bool = True,
    ):
        self._lasting = lasting
        self.root = Path(root).resolve()
        self.config_folder = Path(config_folder or root).resolve()
        if not (self.config_folder / "nbgrader_config.py").is_file():
            raise CourseError(
                f"No nbgrader_config.py in {self.config_folder}: run this in the course's folder."
            )
        loader = PyFileConfigLoader("nbgrader_config.py", path=str(self.config_folder))
        config = loader.load_config()
        check_names(config, self.config_folder / "nbgrader_config.py")
        config.CourseDirectory.root = str(self.root)
        config.NbGraderAPI.log_level = logging.ERROR
        config.merge(overrides or {})
        self._api = NbGraderAPI(config=config)

    @property
    def config(self) -> Config:
        """What nbgrader_config.py says."""
        return self._api.config

    @property
    def db_url(self) -> str:
        """The gradebook of the course."""
        return self._api.coursedir.db_url

    @cached_property
    def _converters(self) -> Converters:
        return Converters(self._api.config, self._api.coursedir, lasting=self._lasting)

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
        """Folder of each student who handed in, by the student's name.

        One that is locked away counts, too: it may be there.
        """
        folders = [student / assignment for student in sorted(self.root.glob("submitted/*"))]
        return {folder.parent.name: folder for folder in folders if _may_be_there(folder)}

    def empty_handed(self) -> list[str]:
        """Students whose folder in submitted/ holds no assignment's folder."""
        assignments = {path.name for path in self.root.glob("solutions/*")}
        students = []
        for folder in sorted(self.root.glob("submitted/[!.]*")):
            with suppress(OSError):
                if not assignments & {path.name for path in folder.iterdir()}:
                    students.append(folder.name)
        return students

    def generate(self, assignment: str) -> None:
        """Make the student version, and enter the assignment into the gradebook."""
        self.source(assignment)
        answer = self._call("generate_assignment", assignment)
        if not answer["success"]:
            raise CourseError(
                f"nbgrader cannot make the student version of {assignment}: {_reason(answer)}"
            )

    def autograde(self, assignment: str, student: str) -> Result:
        """Run and score one submission; whatever goes wrong is told in the result, not raised.

        Raises
        ------
        DiskError
            If the disk is full: then it is not about this submission.
        """
        source = read_once(self._path("solutions", assignment))
        try:
            run = self._converters.autograde(assignment, student)
        except Exception as error:
            tell_if_full(error)
            return unscored(source, student, reason(error, self._converters.cell))
        scores, comments, waiting = self._scores(assignment, student)
        text = self._path("autograded", assignment, student).read_text(encoding="utf-8")
        result = unscored(source, student, found_in(run, source))
        scores = {name: score for name, score in scores.items() if name not in not_run(run)}
        status = NEEDS_A_LOOK if result.note else TO_READ if waiting else GRADED
        return replace(result, status=status, scores=scores, comments=comments, notebook=text)

    @property
    def last_cell(self) -> str:
        """Grade id of the cell that ran last in autograding; empty if none ran."""
        return self._converters.cell

    def feedback(self, assignment: str, student: str) -> tuple[str, str]:
        """Write the page that a student gets back.

        Returns
        -------
        page : str
            As HTML.
        remark : str
            Why it shows all text as it was typed; empty for most pages.

        Raises
        ------
        CourseError
            If there is no page; a `DiskError` if that is because the disk is full.
        """
        try:
            remark = self._converters.feedback(assignment, student)
        except Exception as error:
            tell_if_full(error)
            raise CourseError(f"nbgrader cannot write feedback: {reason(error)}") from error
        page = self._path("feedback", assignment, student).with_suffix(".html")
        return page.read_text(encoding="utf-8"), remark

    def close(self) -> None:
        """End what autograding and feedback keep running for the next submission."""
        if "_converters" in self.__dict__:
            self._converters.close()

    def _call(self, method: str, *names: str) -> dict:
        """Call nbgrader, without the hints that its libraries give to nbgrader's own authors."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(self._api, method)(*names)

    def _path(self, step: str, assignment: str, student: str = "") -> Path:
        return self.root / step / student / assignment / f"{assignment}.ipynb"

    def _scores(self, assignment: str, student: str) -> tuple[dict, dict, bool]:
        """Scores and comments by cell, and whether any cell waits to be graded by hand."""
        with self._converters.gradebook() as gradebook:
            notebooks = gradebook.find_submission(assignment, student).notebooks
            grades = [grade for notebook in notebooks for grade in notebook.grades]
            scores = {grade.name: grade.score for grade in grades if not grade.needs_manual_grade}
            remarks = [remark for notebook in notebooks for remark in notebook.comments]
            comments = {remark.name: remark.comment for remark in remarks if remark.comment}
            return scores, comments, any(grade.needs_manual_grade for grade in grades)


def _may_be_there(folder: Path) -> bool:
    try:
        folder.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _reason(answer: dict) -> str:
    """The last line of what nbgrader says about a failure that is about the failure itself."""
    text = answer.get("error") or ""
    lines = [line.strip() for line in f"{answer.get('log') or ''}\n{text}".splitlines()]
    telling = [
        line for line in lines if "Error" in line.split(":")[0] and " " not in line.split(":")[0]
    ]
    return (telling or [line for line in lines if line] or ["no reason given"])[-1]

"""A course that nbgrader grades without a kernel: what a test prints is told from the answer."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from traitlets.config import Config

from cnncourse.grading.gradebook.schema import create_schema, open_engine
from cnncourse.grading.notebooks.edits import submit, with_answers
from cnncourse.grading.result import GRADED, TO_READ, Result

NAME = "doubling"


class FakedExecute(NbGraderPreprocessor):
    """Gives test cells the outputs of a right, half right or wrong answer."""

    def preprocess(self, nb, resources):
        answer = next(c.source for c in nb.cells if c.metadata.nbgrader.grade_id == "double")
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.metadata.nbgrader.grade:
                if "half" in answer:
                    half = new_output("execute_result", {"text/plain": "0.5"}, execution_count=1)
                    cell.outputs = [half]
                elif "right" not in answer:
                    error = {"ename": "AssertionError", "evalue": "no", "traceback": ["no"]}
                    cell.outputs = [new_output("error", **error)]
        return nb, resources


def config_of(root: Path) -> Config:
    """nbgrader's configuration: a late submission loses everything."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "doubles"
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    config.LateSubmissionPlugin.penalty_method = "zero"
    config.Autograde.autograde_preprocessors = [
        FakedExecute,
        IgnorePattern,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    return config


class SmallCourse:
    """A folder with one assignment, its student version, and a gradebook that knows it."""

    def __init__(self, root: Path, points: float = 2, more_cells=()):
        self.root = root
        self.api = NbGraderAPI(config=config_of(root))
        cells = [
            _cell("setup", "factor = 2", locked=True),
            _cell("double", "### BEGIN SOLUTION\n### END SOLUTION", solution=True),
            _cell("test_double", "assert double(3) == 6", grade=True, locked=True, points=points),
            _cell("test_more", "assert double(1j) == 2j", grade=True, locked=True, points=1),
            _cell("essay", "Why?", text=True, grade=True, solution=True, points=3),
            _cell("task", "Draw it.", text=True, locked=True, task=True, points=1),
            *more_cells,
        ]
        path = root / "solutions" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), path)
        engine = open_engine(self.db_url)
        create_schema(engine)  # nbgrader would start another program for that
        engine.dispose()
        self._call("generate_assignment", NAME)

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.root}/gradebook.db"

    def grade(self, student: str, answers: dict[str, str], submitted: str) -> None:
        """Hand in, and let nbgrader grade."""
        released = nbformat.read(self.root / "exercises" / NAME / f"{NAME}.ipynb", 4)
        path = submit(with_answers(released, answers), self.root, student, NAME)
        (path.parent / "timestamp.txt").write_text(submitted)
        self._call("autograde", NAME, student)

    def result(self, student: str, answers: dict[str, str], submitted: str) -> Result:
        """What becomes of a submission that is graded with a gradebook of its own."""
        shutil.copy(self.root / "gradebook.db", self.root / "blank.db")
        self.grade(student, answers, submitted)
        with Gradebook(self.db_url) as gradebook:
            notebook = gradebook.find_submission_notebook(NAME, NAME, student)
            grades = [grade for grade in notebook.grades if grade.name != "task"]
            scores = {g.name: g.auto_score for g in grades if g.auto_score is not None}
            comments = {c.name: c.auto_comment for c in notebook.comments if c.auto_comment}
        shutil.move(self.root / "blank.db", self.root / "gradebook.db")
        status = GRADED if len(scores) == len(grades) else TO_READ
        return Result(student, status, scores, {}, comments=comments)

    def _call(self, method: str, *names: str) -> None:
        answer = getattr(self.api, method)(*names)
        assert answer["success"], answer


def _cell(grade_id: str, source: str, text: bool = False, **kind):
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    nbgrader = {"grade_id": grade_id, "schema_version": 3, **plain, **kind}
    new = new_markdown_cell if text else new_code_cell
    return new(source, metadata={"nbgrader": nbgrader}, id=grade_id.replace("_", "-"))

"""All that grading an assignment needs, in bytes that travel to other processes and machines."""

import hashlib
import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from traitlets.config import Config

from cnncourse.grading.gradebook.schema import create_schema, open_engine
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.plugins.seeds import course_secret
from cnncourse.grading.plugins.trouble import unscored
from cnncourse.grading.result import Result
from cnncourse.grading.workers.known_answers import FOLDER

CONFIG, GRADEBOOK = "nbgrader_config.py", "gradebook.db"


@dataclass(frozen=True)
class Bundle:
    """A course folder with one assignment, generated already, and nobody's submissions.

    Attributes
    ----------
    assignment : str
    data : bytes
        A zip file with nbgrader_config.py, solutions/, exercises/ and gradebook.db.
    secret : bytes
        Of the course; see `seeds.course_secret`.
    """

    assignment: str
    data: bytes
    secret: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the data."""
        return hashlib.sha256(self.data).hexdigest()

    def unpack(self, folder: Path) -> None:
        """Write the course folder."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            archive.extractall(folder)

    def read(self, path: str) -> bytes:
        """One of its files."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(path)

    @cached_property
    def source(self) -> nbformat.NotebookNode:
        """The notebook with the solution."""
        return self._notebook("solutions")

    @property
    def student_version(self) -> nbformat.NotebookNode:
        """The notebook that students get."""
        return self._notebook("exercises")

    def unscored(self, student: str, note: str) -> Result:
        """The result of a submission that never got to a grader."""
        return unscored(self.source, student, note)

    def _notebook(self, step: str) -> nbformat.NotebookNode:
        path = f"{step}/{self.assignment}/{self.assignment}.ipynb"
        return nbformat.reads(self.read(path).decode(), as_version=4)


def make_bundle(course: Course, assignment: str) -> Bundle:
    """Generate an assignment, beside the course's own exercises and gradebook, and pack it.

    Of the course's folder nothing changes, but that it has a secret afterwards.

    Parameters
    ----------
    course : Course
    assignment : str

    Raises
    ------
    CourseError
        If there is no such assignment, nbgrader cannot generate it, or the course's secret can
        neither be read nor made.
    """
    course.source(assignment)
    with tempfile.TemporaryDirectory(prefix="cnncourse-") as name:
        folder = Path(name)
        shutil.copy(course.config_folder / CONFIG, folder / CONFIG)
        part = Path("solutions", assignment)
        shutil.copytree(
            course.root / part,
            folder / part,
            ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", FOLDER),
        )
        # nbgrader would start another program to make the gradebook's tables.
        engine = open_engine(f"sqlite:///{folder / GRADEBOOK}")
        create_schema(engine)
        engine.dispose()
        Course(folder, overrides=private(folder)).generate(assignment)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        return Bundle(assignment, packed.getvalue(), course_secret(course.root))


def private(folder: Path) -> Config:
    """Settings for a course folder whose gradebook is its own, whatever nbgrader_config.py says."""
    return Config(
        {"CourseDirectory": {"db_url": f"sqlite:///{Path(folder).resolve() / GRADEBOOK}"}}
    )

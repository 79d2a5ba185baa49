"""The source notebook of the assignment that a preprocessor of nbgrader is working on."""

from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from cnncourse.errors import CourseError


def source_of(preprocessor: NbGraderPreprocessor, resources: dict) -> NotebookNode:
    """The notebook in solutions/ that a submission answers; it is to be left as it is.

    Parameters
    ----------
    preprocessor : NbGraderPreprocessor
        Whose configuration says where the course is.
    resources : dict
        As nbgrader hands them to preprocessors.

    Raises
    ------
    CourseError
        If it is not there.
    """
    names = resources["nbgrader"]
    course = CourseDirectory(parent=preprocessor)
    folder = course.format_path(course.source_directory, ".", names["assignment"])
    path = Path(folder) / f"{names['notebook']}.ipynb"
    if not path.is_file():
        raise CourseError(f"Grading needs {path}, which is not there.")
    return read_once(path)


def read_once(path: Path) -> NotebookNode:
    """The notebook in a file, read once for a class; it is to be left as it is."""
    return _read(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> NotebookNode:
    return nbformat.read(path, as_version=4)

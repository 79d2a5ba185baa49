"""Brings an assignment from the gradebook of a template into the real one."""

from nbgrader.api import (
    Assignment,
    Course,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    TaskCell,
)
from sqlalchemy import Engine, exists, select
from sqlalchemy.orm import Session

from cnncourse.errors import CourseError

_FIELDS = {
    GradeCell: ("max_score", "cell_type"),
    SolutionCell: (),
    TaskCell: ("max_score", "cell_type"),
    SourceCell: ("cell_type", "locked", "source", "checksum"),
}
"""What nbgrader stores of each kind of cell, beside its name."""


def copy_assignment(template: Engine, target: Engine, name: str) -> None:
    """Add the assignment with its notebooks and cells, or change what has changed in it.

    As with nbgrader's generate_assignment, cells come and go only while nobody has handed in;
    afterwards their sources and points may still change. One transaction.

    Raises
    ------
    CourseError
        If the template has no such assignment, or other cells although there are submissions.
    """
    with Session(template) as source, Session(target) as session, session.begin():
        given = source.scalar(select(Assignment).filter_by(name=name))
        if given is None:
            raise CourseError(
                f"The student version of {name} is in no gradebook: generate the assignment first."
            )
        kept = session.scalar(select(Assignment).filter_by(name=name))
        if kept is None:
            session.merge(Course(id=given.course_id))
            kept = Assignment(name=name, duedate=given.duedate, course_id=given.course_id)
            session.add(kept)
            session.flush()
        submissions = exists().where(SubmittedAssignment.assignment_id == kept.id)
        if _names(kept) != _names(given) and session.scalar(select(submissions)):
            raise CourseError(
                f"The cells of {name} are others than before, but the gradebook has submissions: "
                "keep the grade ids as they were, or remove the assignment with all its grades "
                f'("nbgrader db assignment remove {name} --force").'
            )
        _copy_notebooks(session, given, kept)


def _names(assignment: Assignment) -> set[tuple[str, type, str]]:
    """Notebook, kind and name of every cell."""
    return {
        (notebook.name, kind, name)
        for notebook in assignment.notebooks
        for kind in _FIELDS
        for name in _cells(notebook, kind)
    }


def _cells(notebook: Notebook, kind: type) -> dict:
    cells = [
        *notebook.grade_cells,
        *notebook.solution_cells,
        *notebook.task_cells,
        *notebook.source_cells,
    ]
    return {cell.name: cell for cell in cells if isinstance(cell, kind)}


def _copy_notebooks(session: Session, given: Assignment, kept: Assignment) -> None:
    old = {notebook.name: notebook for notebook in kept.notebooks}
    new = {notebook.name: notebook for notebook in given.notebooks}
    for name in old.keys() - new.keys():
        for kind in _FIELDS:
            for cell in _cells(old[name], kind).values():
                session.delete(cell)
        session.delete(old[name])
    for name, notebook in new.items():
        copy = old.get(name) or Notebook(name=name, assignment=kept)
        session.add(copy)
        copy.kernelspec = notebook.kernelspec
        for kind, fields in _FIELDS.items():
            _copy_cells(session, kind, fields, notebook, copy)


def _copy_cells(session: Session, kind: type, fields, given: Notebook, kept: Notebook) -> None:
    old, new = _cells(kept, kind), _cells(given, kind)
    for name in old.keys() - new.keys():
        session.delete(old[name])
    for name, cell in new.items():
        copy = old.get(name) or kind(name=name, notebook=kept)
        for field in fields:
            setattr(copy, field, getattr(cell, field))
        session.add(copy)

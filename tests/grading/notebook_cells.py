"""Cells with nbgrader's metadata, for notebooks that tests write."""

from nbformat.v4 import new_code_cell


def cell(grade_id, source, tags=(), **kind):
    """A code cell; `kind` says what is true of it: grade, locked, solution, points."""
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    nbgrader = {"grade_id": grade_id, "schema_version": 3, **plain, **kind}
    metadata = {"nbgrader": nbgrader, "tags": list(tags)}
    return new_code_cell(source, metadata=metadata, id=grade_id)


def graded_cell(grade_id, source, points=2, tags=()):
    """A test cell that is worth points."""
    return cell(grade_id, source, tags, grade=True, locked=True, points=points)

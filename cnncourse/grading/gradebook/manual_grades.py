"""What people entered into the gradebook since a class was graded."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nbgrader.api import Assignment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result


def with_manual_grades(results: Iterable[Result], db_url: str, assignment: str) -> Iterator[Result]:
    """The results with what people entered into the gradebook since, in nbgrader's formgrader.

    A submission of which nothing waits any more is graded, whatever it was before; one that was
    graded anew after a person had given points waits for that person to see it again.

    Parameters
    ----------
    results : iterable of Result
    db_url : str
        Of the gradebook, such as sqlite:///gradebook.db.
    assignment : str

    Yields
    ------
    Result
    """
    with Gradebook(db_url) as gradebook:
        query = (
            select(Grade)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment)
        )
        for result in results:
            own = query.where(SubmittedAssignment.student_id == result.student)
            grades = list(gradebook.db.scalars(own))
            waiting = any(grade.needs_manual_grade for grade in grades)
            if not grades or (waiting and result.status == NEEDS_A_LOOK):
                yield result
                continue
            scores = {g.name: float(g.score) for g in grades if not g.needs_manual_grade}
            status = TO_READ if waiting else GRADED
            note = "" if result.status == NEEDS_A_LOOK else result.note
            yield replace(result, status=status, scores=scores, note=note)
            gradebook.db.expunge_all()

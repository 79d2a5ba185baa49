"""Grade what was handed in: pre-flight, autograde, feedback, and a table of the scores."""

import csv
import shutil
import tempfile
from pathlib import Path

import nbformat
from tqdm import tqdm

from cnncourse.errors import CourseError
from cnncourse.grading.course import Course
from cnncourse.grading.result import NEEDS_A_LOOK, Result
from cnncourse.grading.submissions import (
    answers_of,
    framework_of,
    submit,
    submit_samples,
    with_answers,
    with_framework,
)


def grade(assignment: str, root: Path = Path("."), *, samples: bool = False) -> list[Result]:
    """Grade every submission of an assignment.

    Submissions lie in submitted/<student>/<assignment>/<assignment>.ipynb; the executed
    notebooks go to autograded/, pages for the students to feedback/, and the scores to
    grades/<assignment>.csv and nbgrader's gradebook.db.

    Parameters
    ----------
    assignment : str
        Name of a folder in solutions/.
    root : Path
        The course's folder.
    samples : bool
        Hand in a set of sample notebooks first: full marks, blank, half done, crashing, broken.

    Returns
    -------
    list of Result
        One per submission, by the students' names. A submission that crashed or ran out of time
        is there too, with the status "needs a look".

    Raises
    ------
    CourseError
        If there is nothing to grade, or if the pre-flight fails.
    """
    course = Course(root)
    course.source(assignment)
    if samples:
        submit_samples(course, assignment)
    submissions = course.submissions(assignment)
    if not submissions:
        raise CourseError(
            f"Nothing to grade: put each notebook at submitted/<student>/{assignment}/"
            f"{assignment}.ipynb."
        )
    course.generate(assignment)
    preflight(course, assignment, frameworks_of(submissions, assignment))
    results = []
    for student in tqdm(submissions, desc="grading", unit="notebook"):
        result = course.autograde(assignment, student)
        if result.scores:
            course.feedback(assignment, student)
        results.append(result)
    write_csv(results, course.root / "grades" / f"{assignment}.csv")
    return results


def frameworks_of(submissions: dict[str, Path], assignment: str) -> list[str | None]:
    """The frameworks that the readable submissions pick, each once."""
    found = set()
    for folder in submissions.values():
        try:
            notebook = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
        except Exception:
            continue  # autograding will say what is wrong with it
        found.add(framework_of(notebook))
    return sorted(found & {None, "pytorch", "tensorflow"}, key=str)


def preflight(course: Course, assignment: str, frameworks) -> None:
    """Make sure that this very environment grades right, before any submission is run.

    The solution has to get full marks and the blank notebook none, for each framework. Where a
    package is missing, say, every submission would get a few points, and no error.

    Raises
    ------
    CourseError
        Which says what scored what.
    """
    blank = course.released(assignment)
    full = with_answers(blank, answers_of(course.source(assignment)))
    trials = [(kind, fw) for fw in frameworks for kind in ("solution", "blank")]
    with tempfile.TemporaryDirectory() as folder:
        trial_course = Course(Path(folder), config=course.root)
        shutil.copytree(
            course.root / "solutions" / assignment, Path(folder) / "solutions" / assignment
        )
        trial_course.generate(assignment)
        for kind, framework in tqdm(trials, desc="pre-flight", unit="notebook"):
            notebook = with_framework(full if kind == "solution" else blank, framework)
            name = f"{kind}_{framework}"
            submit(notebook, trial_course.root, name, assignment)
            result = trial_course.autograde(assignment, name)
            wrong = _unexpected(result, full_marks=kind == "solution")
            if wrong:
                raise CourseError(
                    f"Not grading: in this environment the {kind} notebook of {assignment} "
                    f"({framework}) does not score as it should: {wrong}"
                )


def _unexpected(result: Result, full_marks: bool) -> str:
    if result.status == NEEDS_A_LOOK:
        return result.note
    expected = {name: result.points[name] if full_marks else 0 for name in result.scores}
    wrong = [name for name in expected if result.scores[name] != expected[name]]
    if not result.scores or wrong:
        return f"{', '.join(wrong) or 'no cell'} scored {'too little' if full_marks else 'points'}."
    return ""


def write_csv(results: list[Result], path: Path) -> None:
    """One row per student; a cell without a score stays empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = list(results[0].points)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["student", "status", "score", "max_score", "bonus", *cells, "note"])
        for r in results:
            scores = [r.scores.get(cell) for cell in cells]
            row = [r.student, r.status, r.score, r.max_score, r.bonus_score, *scores, r.note]
            writer.writerow(row)


def summary(results: list[Result]) -> str:
    """The results as a table for the terminal."""
    width = max(len("student"), *(len(r.student) for r in results))
    lines = [f"{'student':{width}}  {'score':>12}  {'bonus':>5}  status"]
    for r in results:
        score = "-" if r.score is None else f"{r.score:g} of {r.max_score:g}"
        bonus = "-" if r.bonus_score is None else f"{r.bonus_score:g}"
        status = f"{r.status}: {r.note}" if r.note else r.status
        lines.append(f"{r.student:{width}}  {score:>12}  {bonus:>5}  {status}")
    return "\n".join(lines)

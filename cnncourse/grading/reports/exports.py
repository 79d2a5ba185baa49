"""Scores as CSV files: the course's own table, and the one that `nbgrader export` writes."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

from cnncourse.errors import CourseError
from cnncourse.grading.intake.csv_cells import plain
from cnncourse.grading.result import Result
from cnncourse.whole_file import whole_file


@contextmanager
def csv_writer(path: Path, delimiter: str = ",") -> Iterator:
    """A CSV writer to a new file that takes the place of `path` once it is complete."""
    with whole_file(path, newline="") as file:
        yield csv.writer(file, delimiter=delimiter, lineterminator="\n")


def write_csv(results: Iterable[Result], path: Path) -> None:
    """Write the course's own table: a row per student, a column per graded cell.

    A cell without a score stays empty, which is not 0. The results are read one by one.

    Parameters
    ----------
    results : iterable of Result
        Of one assignment; the first one with points names the columns.
    path : Path
        Where to write; its folder is made if missing.

    Raises
    ------
    CourseError
        If the results are of different assignments, so that a score would be lost.
    """
    results = iter(results)
    waiting = []
    for result in results:
        waiting.append(result)
        if result.points:
            break
    cells = list(waiting[-1].points) if waiting else []
    with csv_writer(path) as writer:
        writer.writerow(["student", "status", "score", "max_score", "bonus", *cells, "note"])
        for r in chain(waiting, results):
            if not r.scores.keys() <= set(cells):
                raise CourseError(
                    f"{r.student} has scores for {', '.join(r.scores.keys() - set(cells))}, which "
                    "others have not: the assignment was changed. Grade all of it again."
                )
            scores = [r.scores.get(cell) for cell in cells]
            max_score = r.max_score if r.points else None
            row = [r.student, r.status, r.score, max_score, r.bonus_score, *scores, r.note]
            writer.writerow(map(plain, row))


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable]) -> None:
    """Write any other list: similar pairs, say, or remarks on hand-ins."""
    with csv_writer(path) as writer:
        writer.writerow(header)
        writer.writerows(map(plain, row) for row in rows)


def write_nbgrader_csv(db_url: str, assignment: str, path: Path) -> list[str]:
    """Write what `nbgrader export` writes, without its zeros for what nobody has graded.

    nbgrader's own exporter does it. It gives a 0, the same as for a blank notebook, to a
    submission that crashed, and the points so far to one that waits to be read; as in the
    gradebook both wait for a person, their scores are left empty here. It also writes names as
    they are: here they are quoted.

    Parameters
    ----------
    db_url : str
        Of the gradebook, such as sqlite:///gradebook.db.
    assignment : str
    path : Path

    Returns
    -------
    list of str
        The students whose score is empty.
    """
    from nbgrader.api import Gradebook
    from nbgrader.plugins import CsvExportPlugin

    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "exported.csv")
        with Gradebook(db_url) as gradebook:
            view = _QuotedGradebook(gradebook, assignment)
            CsvExportPlugin(to=str(raw)).export(view)
        with open(raw, newline="") as file, csv_writer(path) as writer:
            reader = csv.DictReader(file)
            writer.writerow(reader.fieldnames)
            for row in reader:
                if row["student_id"] in view.unsettled:
                    row |= {"raw_score": "", "score": ""}
                writer.writerow(map(plain, row.values()))
    return sorted(view.unsettled)


class _QuotedGradebook:
    """What nbgrader's exporter sees: one assignment, and text quoted as in a CSV file.

    It notes in `unsettled` the students whose submission waits for somebody to read it.
    """

    def __init__(self, gradebook, assignment: str):
        self._gradebook = gradebook
        self.unsettled: set[str] = set()
        self.assignments = [gradebook.find_assignment(assignment)]

    @property
    def students(self) -> Iterator[SimpleNamespace]:
        for student in self._gradebook.students:
            names = {name: getattr(student, name) for name in ("last_name", "first_name", "email")}
            quoted = {name: _quoted(text) for name, text in names.items()}
            yield SimpleNamespace(id=_Quoted(student.id), **quoted)

    def find_submission(self, assignment: str, student: "_Quoted"):
        submission = self._gradebook.find_submission(assignment, student.text)
        if submission.needs_manual_grade:
            self.unsettled.add(student.text)
        return submission


class _Quoted(str):
    """A text as a CSV file has it; `text` is the text itself."""

    def __new__(cls, text: str):
        quoted = super().__new__(cls, _quoted(text))
        quoted.text = text
        return quoted


def _quoted(text: str | None) -> str | None:
    return text and '"' + text.replace('"', '""') + '"'

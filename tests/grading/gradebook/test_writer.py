"""The gradebook's writer: the rows that nbgrader would write, whatever else happens."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from gradebook_rows_of import rows_of
from kill_and_resume import kill_and_resume
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from small_course import NAME, SmallCourse, config_of
from sqlalchemy import Column, Float, create_engine, inspect

from cnncourse.bench.graders import storing
from cnncourse.bench.graders.storing import made_result, make_template
from cnncourse.errors import CourseError
from cnncourse.grading.gradebook import schema
from cnncourse.grading.gradebook import writer as writer_module
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.gradebook.schema import foreign_keys_without_index
from cnncourse.grading.gradebook.writer import GradebookWriter
from cnncourse.grading.result import NEEDS_A_LOOK, Result

HAND_INS = [
    ("ada", {"double": "right", "essay": "Because."}, "2026-01-01T10:00:00+00:00"),
    ("bob", {"double": "half", "essay": "So."}, "2026-02-01T11:00:00+01:00"),
    ("cy", {}, "2026-01-01T10:00:00+00:00"),
]
AGAIN = [
    ("ada", {"double": "half", "essay": "Therefore."}, "2026-01-02T10:00:00+00:00"),
    ("bob", {"double": "right", "essay": "So."}, "2026-02-10T10:00:00+00:00"),
]


def set_dates(db_url: str) -> None:
    with Gradebook(db_url) as book:
        book.update_or_create_assignment(NAME, duedate="2026-01-15 00:00:00 UTC")


def read_by_people(db_url: str) -> None:
    """What graders enter between two gradings."""
    with Gradebook(db_url) as book:
        for name, manual, extra in [
            ("essay", 3.0, None),
            ("task", 1.0, 0.5),
            ("test_more", 0.5, 0),
        ]:
            grade = book.find_grade(name, NAME, NAME, "ada")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = manual, extra, False
        book.find_comment("double", NAME, NAME, "ada").manual_comment = "Nice."
        book.find_submission_notebook(NAME, NAME, "ada").flagged = True
        book.find_student("bob").last_name = "B."
        book.grant_extension(NAME, "bob", days=30)
        book.db.commit()


def export_of(db_url: str, path: Path) -> str:
    plugin = CsvExportPlugin()
    plugin.to = str(path)
    with Gradebook(db_url) as book:
        plugin.export(book)
    return path.read_text()


def formgrader_of(db_url: str) -> list[dict]:
    """What nbgrader's web page lists, without the ids."""
    with Gradebook(db_url) as book:
        found = [
            *book.submission_dicts(NAME),
            *book.notebook_submission_dicts(NAME, NAME),
            *book.student_dicts(),
        ]
    kept = [{key: d[key] for key in sorted(d) if key != "id" or "notebook" not in d} for d in found]
    return sorted(({k: v for k, v in d.items() if k != "id"} for d in kept), key=repr)


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    """Rows that nbgrader wrote and those of the writer: first grading, by hand, graded again."""
    root = tmp_path_factory.mktemp("courses")
    own, workers = SmallCourse(root / "nbgrader"), SmallCourse(root / "workers")
    urls = own.db_url, f"sqlite:///{root}/gradebook.db"
    found = []

    def stage() -> None:
        exports = [export_of(url, root / "grades.csv") for url in urls]
        found.append(
            [(rows_of(u), formgrader_of(u), e) for u, e in zip(urls, exports, strict=True)]
        )

    with GradebookWriter(urls[1], NAME, config=config_of(root)) as writer:
        writer.ensure_assignment(workers.db_url)
        for url in urls:
            set_dates(url)
        for hand_ins in (HAND_INS, AGAIN):
            for student, answers, submitted in hand_ins:
                own.grade(student, answers, submitted)
                result = workers.result(student, answers, submitted)
                writer.write(result, datetime.fromisoformat(submitted))
            stage()
            for url in urls:
                read_by_people(url)
            stage()
    return found


@pytest.mark.parametrize("stage", range(3), ids=["first", "read by people", "again"])
def test_rows_are_those_of_nbgrader(stages, stage):
    (rows, _, _), (written, _, _) = stages[stage]
    assert written == rows


@pytest.mark.parametrize("stage", range(3), ids=["first", "read by people", "again"])
def test_export_and_formgrader_show_the_same(stages, stage):
    (_, pages, export), (_, written_pages, written_export) = stages[stage]
    assert written_pages == pages
    assert written_export == export


def test_the_comparison_is_about_something(stages):
    """Guards the tests above: partial credit, penalties and manual grades are among the rows."""
    first, _, again = (stage[1][0] for stage in stages[:3])
    assert {row[4] for row in first["grade"]} == {None, 0.0, 1.0, 0.5, 2.0}
    assert {row[3] for row in first["submitted_notebook"]} == {None, 1.0}
    assert {row[4] for row in first["comment"]} == {None, "No response."}
    waiting = {row[3] for row in again["grade"] if row[0] == "ada" and row[7]}
    assert waiting == {"essay", "test_more"}
    assert ("ada", NAME, "SolutionCell", "double", None, "Nice.") in again["comment"]


@pytest.fixture
def db_url(tmp_path):
    return f"sqlite:///{tmp_path}/gradebook.db"


@pytest.fixture
def writer(tmp_path, db_url):
    """A writer of a gradebook that has the synthetic assignment."""
    with GradebookWriter(db_url, storing.NAME) as writer:
        writer.ensure_assignment(make_template(tmp_path / "template.db"))
        yield writer


def test_writing_twice_is_writing_once(writer, db_url):
    submitted = datetime(2026, 1, 1, tzinfo=UTC)
    writer.write(made_result(5), submitted)
    once = rows_of(db_url)
    writer.write(made_result(5), submitted)
    writer.write(made_result(5), None)  # the time is kept where none is known
    assert rows_of(db_url) == once
    assert once["submitted_assignment"][0][2] == datetime(2026, 1, 1)
    assert len(once["grade"]) == len(once["comment"]) == storing.NUM_CELLS


def test_time_zones_become_utc(writer, db_url):
    zone = timezone(timedelta(hours=-5))
    writer.write(made_result(5), datetime(2026, 1, 1, 20, tzinfo=zone))
    assert rows_of(db_url)["submitted_assignment"][0][2] == datetime(2026, 1, 2, 1)


def grades(db_url: str) -> set[tuple]:
    """Automatic score, manual score and whether it waits, of every grade."""
    return {(row[4], row[5], row[7]) for row in rows_of(db_url)["grade"]}


def test_no_score_is_not_zero(writer, db_url):
    crashed = Result("ada", NEEDS_A_LOOK, {}, {}, note="Kernel died")
    writer.write(crashed, None)
    assert grades(db_url) == {(None, None, True)}


def test_a_crash_after_a_grading_takes_the_scores_back_and_keeps_those_of_people(writer, db_url):
    good = replace(made_result(2**storing.NUM_CELLS - 1), student="ada")
    writer.write(good, None)
    assert grades(db_url) == {(1.0, None, False)}
    with Gradebook(db_url) as book:
        for grade in book.find_submission_notebook(*[storing.NAME] * 2, "ada").grades:
            grade.manual_score, grade.needs_manual_grade = 0.5, False
        book.db.commit()
    writer.write(Result("ada", NEEDS_A_LOOK, {}, {}, note="Kernel died"), None)
    assert grades(db_url) == {(None, 0.5, True)}
    with Gradebook(db_url) as book:
        assert book.find_submission(storing.NAME, "ada").score == 0.5 * storing.NUM_CELLS


def test_doubtful_scores_ask_to_be_read_until_they_are_graded(writer, db_url):
    good = replace(made_result(2**storing.NUM_CELLS - 1), student="ada")
    writer.write(replace(good, status=NEEDS_A_LOOK, note="Cell test_1 ran out of time."), None)
    assert grades(db_url) == {(1.0, None, True)}
    writer.write(good, None)
    assert grades(db_url) == {(1.0, None, False)}


def test_what_databases_refuse_is_left_out(writer, db_url):
    odd = replace(
        made_result(1), comments={"answer_0": "a\0b\ud800c"}, scores={"test_0": float("nan")}
    )
    writer.write(odd, None)
    rows = rows_of(db_url)
    assert ("answer_0", "ab?c") in {(row[3], row[4]) for row in rows["comment"]}
    assert grades(db_url) == {(None, None, True)}


def test_students_of_this_gradebook(writer):
    assert writer.students() == set()
    writer.write(made_result(1), None)
    writer.write(made_result(7), None)
    assert writer.students() == {"student000001", "student000007"}


def test_unknown_cells_and_assignments_are_told_and_nothing_is_written(writer, db_url, tmp_path):
    before = rows_of(db_url)
    with pytest.raises(CourseError, match="no graded cell test_x: generate the assignment again"):
        writer.write(Result("ada", "graded", {"test_x": 1.0}, {}), None)
    with GradebookWriter(db_url, "other") as other:
        with pytest.raises(CourseError, match=r"^other is not in the gradebook: generate"):
            other.write(made_result(1), None)
        with pytest.raises(CourseError, match=r"^The student version of other is in no gradebook"):
            other.ensure_assignment(f"sqlite:///{tmp_path}/template.db")
    assert rows_of(db_url) == before


def test_a_changed_assignment_follows_and_grades_stay(tmp_path, db_url):
    old = SmallCourse(tmp_path / "old")
    new = SmallCourse(tmp_path / "new", points=4)
    with GradebookWriter(db_url, NAME) as writer:
        writer.ensure_assignment(old.db_url)
        assert rows_of(db_url)["source_cell"] == rows_of(old.db_url)["source_cell"]
        writer.write(Result("ada", "graded", {"test_double": 2.0}, {}), None)
        before = rows_of(db_url)
        writer.ensure_assignment(old.db_url)
        assert rows_of(db_url) == before
        writer.ensure_assignment(new.db_url)
        after = rows_of(db_url)
        assert after["base_cell"] == rows_of(new.db_url)["base_cell"] != before["base_cell"]
        scores = [row[:8] for row in before["grade"]]
        assert [row[:8] for row in after["grade"]] == scores
        writer.write(Result("ada", "graded", {"test_double": 4.0}, {}), None)


def test_cells_come_and_go_only_before_the_first_submission(tmp_path, db_url):
    small = SmallCourse(tmp_path / "small")
    synthetic = make_template(tmp_path / "synthetic.db")
    with sqlite3.connect(tmp_path / "synthetic.db") as db:
        db.execute("update assignment set name = ?", (NAME,))
    with GradebookWriter(db_url, NAME) as writer:
        writer.ensure_assignment(synthetic)
        writer.ensure_assignment(small.db_url)
        assert rows_of(db_url)["base_cell"] == rows_of(small.db_url)["base_cell"]
        writer.write(Result("ada", "graded", {"test_double": 2.0}, {}), None)
        before = rows_of(db_url)
        with pytest.raises(CourseError, match="the gradebook has submissions: keep the grade ids"):
            writer.ensure_assignment(synthetic)
        assert rows_of(db_url) == before


def test_indexes_are_there_once_and_used(writer, db_url, tmp_path):
    GradebookWriter(db_url, "other").close()  # opens it again
    engine = create_engine(db_url)
    found = [
        (table, *index["column_names"])
        for table in inspect(engine).get_table_names()
        for index in inspect(engine).get_indexes(table)
    ]
    assert sorted(found) == sorted(foreign_keys_without_index())
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "explain query plan select * from grade where notebook_id = 'x'"
        ).all()
    engine.dispose()
    assert "USING INDEX cnncourse_grade_notebook_id" in plan[0][-1]


def test_indexes_survive_a_migration(writer, db_url):
    writer.write(made_result(3), None)
    before = rows_of(db_url)["grade"]
    engine = create_engine(db_url)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("grade", recreate="always") as batch:
            batch.add_column(Column("weight", Float()))
    indexes = {index["name"] for index in inspect(engine).get_indexes("grade")}
    engine.dispose()
    assert "cnncourse_grade_notebook_id" in indexes
    assert rows_of(db_url)["grade"] == before


def test_tables_are_those_that_nbgrader_makes(tmp_path, db_url):
    def tables(url):
        engine = create_engine(url)
        with engine.connect() as connection:
            made = connection.exec_driver_sql(
                "select name, sql from sqlite_master where name not like 'cnncourse_%'"
            ).all()
            version = connection.exec_driver_sql("select * from alembic_version").all()
        engine.dispose()
        return {name: sql and sql.lower() for name, sql in made}, version

    own = f"sqlite:///{tmp_path}/own.db"
    Gradebook(own).close()
    GradebookWriter(db_url, NAME).close()
    assert tables(db_url) == tables(own)


def test_a_gradebook_of_another_release_is_left_alone(writer, db_url):
    with sqlite3.connect(db_url.removeprefix("sqlite:///")) as db:
        db.execute("update alembic_version set version_num = 'b6d005d67074'")
    with pytest.raises(CourseError, match='keep a copy, and run "nbgrader db upgrade"'):
        GradebookWriter(db_url, NAME)


def test_killed_between_the_tables_nothing_is_half_made(db_url, monkeypatch):
    monkeypatch.setattr(schema, "foreign_keys_without_index", lambda: [("no", "such")])
    with pytest.raises(CourseError):
        GradebookWriter(db_url, NAME)
    monkeypatch.undo()
    GradebookWriter(db_url, NAME).close()


@pytest.fixture
def no_waits(monkeypatch):
    monkeypatch.setattr(writer_module, "WAITS", (0.0, 0.0))
    monkeypatch.setattr(schema, "LOCK_SECONDS", 0)


@pytest.fixture
def locked(tmp_path, no_waits):
    """A gradebook that another program holds, a writer of it, and the other program."""
    url = f"sqlite:///{tmp_path}/gradebook.db"
    template = make_template(tmp_path / "template.db")
    holder = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)
    with GradebookWriter(url, storing.NAME) as writer:
        writer.ensure_assignment(template)
        holder.execute("begin immediate")
        yield writer, holder
        holder.close()


def test_a_lock_is_waited_for(locked, monkeypatch):
    writer, holder = locked
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            holder.execute("rollback")

    monkeypatch.setattr(writer_module, "sleep", wait)
    writer.write(made_result(1), None)
    assert len(waits) == 2
    assert writer.students() == {"student000001"}


def test_a_lock_that_stays_ends_in_one_line(locked):
    writer, _ = locked
    with pytest.raises(CourseError, match=r"result of student000001 \(database is locked") as told:
        writer.write(made_result(1), None)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("db_url", "message"),
    [
        ("mysql://localhost/grades", "use sqlite:///gradebook.db or postgresql"),
        ("gradebook.db", "use sqlite:///gradebook.db or postgresql"),
        ("postgresql+pg8000://localhost/grades", "pip install"),
        ("sqlite:////no/such/folder/gradebook.db", r"does not open \(unable to open"),
    ],
)
def test_urls_that_cannot_be_opened(db_url, message):
    with pytest.raises(CourseError, match=message):
        GradebookWriter(db_url, NAME)


def test_a_damaged_gradebook_is_told(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match=r"does not open \(file is not a database\)"):
        GradebookWriter(f"sqlite:///{tmp_path}/gradebook.db", NAME)


@pytest.mark.parametrize(("drive", "journal"), [("ext4", "wal"), ("nfs4", "delete")])
def test_the_log_is_for_local_disks_while_grading(db_url, tmp_path, monkeypatch, drive, journal):
    mounts = [("/", "ext4"), (str(tmp_path), drive), (f"{tmp_path}/other", "tmpfs")]
    disks = [type("Disk", (), {"mountpoint": point, "fstype": kind}) for point, kind in mounts]
    monkeypatch.setattr(schema.psutil, "disk_partitions", lambda all: disks)

    def mode():
        with closing(sqlite3.connect(tmp_path / "gradebook.db")) as db:
            return db.execute("pragma journal_mode").fetchone()[0]

    with GradebookWriter(db_url, NAME):
        assert mode() == journal
    assert mode() == "delete"


def test_killed_at_random_points_and_resumed_nothing_is_lost_or_twice(tmp_path):
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    begun = {}
    for folder, num_kills in ((undisturbed, 0), (killed, 20)):
        folder.mkdir()
        begun[folder] = kill_and_resume(folder, f"sqlite:///{folder}/gradebook.db", num_kills)
    ledgers = []
    for folder in (undisturbed, killed):
        with Ledger(folder / "ledger.db") as ledger:
            ledgers.append(list(ledger.results()))
    assert ledgers[0] == ledgers[1] == [made_result(index) for index in range(60)]
    rows = [rows_of(f"sqlite:///{folder}/gradebook.db") for folder in (undisturbed, killed)]
    assert rows[0] == rows[1]
    assert len(rows[0]["submitted_assignment"]) == 60
    files = [files_of(folder) for folder in (undisturbed, killed)]
    assert files[0] == files[1] and len(files[0]) == 120
    assert set(begun[undisturbed].values()) == {1}
    again = sum(begun[killed].values()) - 60
    assert 0 < again <= 20  # a kill repeats the one submission it hit at most


def files_of(folder: Path) -> dict[Path, str]:
    paths = [*folder.glob("autograded/*/*/*"), *folder.glob("feedback/*/*/*")]
    return {path.relative_to(folder): path.read_text() for path in paths}

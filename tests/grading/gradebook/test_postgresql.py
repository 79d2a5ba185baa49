"""The gradebook on a real PostgreSQL server: the same rows, and what a lost connection does."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from gradebook_rows_of import rows_of
from kill_and_resume import kill_and_resume
from nbgrader.api import Gradebook
from postgresql_server import running_server
from sqlalchemy import create_engine, inspect, make_url

from cnncourse.bench.graders.storing import NAME, NUM_CELLS, made_result, make_template
from cnncourse.errors import CourseError
from cnncourse.grading.gradebook import writer as writer_module
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.gradebook.schema import foreign_keys_without_index
from cnncourse.grading.gradebook.writer import GradebookWriter
from cnncourse.grading.result import NEEDS_A_LOOK, Result

SUBMITTED = datetime(2026, 1, 1, tzinfo=UTC)
ALL_RIGHT = replace(made_result(2**NUM_CELLS - 1), student="ada")


@pytest.fixture(scope="module")
def server():
    with running_server() as server:
        yield server


@pytest.fixture
def db_url(server, request):
    return server.new_database(request.node.name[:60])


@pytest.fixture
def template(tmp_path):
    return make_template(tmp_path / "template.db")


@pytest.fixture
def writer(db_url, template):
    with GradebookWriter(db_url, NAME) as writer:
        writer.ensure_assignment(template)
        yield writer


def set_by_hand(db_url: str) -> None:
    with Gradebook(db_url) as book:
        grade = book.find_grade("test_3", NAME, NAME, "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 0.25, False
        book.find_comment("answer_3", NAME, NAME, "ada").manual_comment = "Nice."
        book.update_or_create_assignment(NAME, duedate="2025-12-31 00:00:00 UTC")
        book.db.commit()


def test_rows_are_those_of_sqlite(writer, db_url, template, tmp_path):
    sqlite_url = f"sqlite:///{tmp_path}/gradebook.db"
    crashed = Result("bob", NEEDS_A_LOOK, {}, {}, note="Kernel died")
    with GradebookWriter(sqlite_url, NAME) as other:
        other.ensure_assignment(template)
        for both, url in ((writer, db_url), (other, sqlite_url)):
            both.write(made_result(5), SUBMITTED)
            both.write(crashed, None)
            both.write(ALL_RIGHT, SUBMITTED)
            set_by_hand(url)
            both.write(replace(ALL_RIGHT, comments={"answer_1": "a\0b"}), SUBMITTED)
            both.ensure_assignment(template)
    rows = rows_of(db_url)
    assert rows == rows_of(sqlite_url)
    assert [row[0] for row in rows["student"]] == ["ada", "bob", "student000005"]
    assert (0.5, 0.25, True) in {row[5:8] for row in rows["grade"]}
    assert writer.students() == {"ada", "bob", "student000005"}


def test_nbgrader_takes_the_gradebook_as_its_own(writer, db_url):
    writer.write(ALL_RIGHT, SUBMITTED)
    with Gradebook(db_url) as book:
        assert book.find_submission(NAME, "ada").score == NUM_CELLS
        (found,) = book.submission_dicts(NAME)
        assert (found["student"], found["score"], found["max_score"]) == ("ada", 17, 17)


def test_indexes_are_there(writer, db_url):
    engine = create_engine(db_url)
    names = {
        index["name"]
        for table in inspect(engine).get_table_names()
        for index in inspect(engine).get_indexes(table)
    }
    engine.dispose()
    wanted = {f"cnncourse_{table}_{column}" for table, column in foreign_keys_without_index()}
    assert len(wanted) == 8 and wanted <= names


def test_a_lost_connection_is_made_again(writer, server, db_url, monkeypatch):
    waits = []
    monkeypatch.setattr(writer_module, "sleep", waits.append)
    writer.write(made_result(1), SUBMITTED)
    server.disconnect(make_url(db_url).database)
    writer.write(made_result(2), SUBMITTED)
    assert len(waits) == 1
    assert writer.students() == {"student000001", "student000002"}


def test_a_server_that_comes_back_is_waited_for(writer, server, monkeypatch):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            server.start()

    server.stop()
    monkeypatch.setattr(writer_module, "sleep", wait)
    writer.write(made_result(1), SUBMITTED)
    assert len(waits) == 2
    assert writer.students() == {"student000001"}


def test_a_server_that_is_gone_ends_in_one_line(server, monkeypatch):
    monkeypatch.setattr(writer_module, "WAITS", (0.0,))
    url = server.url("secret").replace("grader@", "grader:password@").replace("host=/", "host=/no/")
    with pytest.raises(CourseError, match=r"^The gradebook .* does not open \(connection") as told:
        GradebookWriter(url, NAME)
    assert "password" not in str(told.value) and "\n" not in str(told.value)


def test_a_name_that_does_not_fit_is_told(writer):
    with pytest.raises(CourseError, match=r"value too long for type character varying\(128\)"):
        writer.write(replace(ALL_RIGHT, student="a" * 129), SUBMITTED)
    assert writer.students() == set()


def test_killed_and_resumed(db_url, tmp_path):
    begun = kill_and_resume(tmp_path, db_url, num_kills=5)
    assert 0 < sum(begun.values()) - 60 <= 5
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert list(ledger.results()) == [made_result(index) for index in range(60)]
    rows = rows_of(db_url)
    assert len(rows["submitted_assignment"]) == 60
    assert len(rows["grade"]) == len(rows["comment"]) == 60 * NUM_CELLS
    assert {row[0]: row[4] for row in rows["submitted_assignment"]} == {
        result.student: result.score for result in map(made_result, range(60))
    }

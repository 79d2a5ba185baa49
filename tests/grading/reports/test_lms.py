"""Files for Canvas and Moodle: each grade in its student's row, and whoever has none is named."""

import csv
import io
import re

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.reports.lms import write_canvas, write_moodle
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK, TO_READ, Result

POINTS = {"test_a": 10.0, "extra": 2.0}
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Losses (4711),Current Score
    Points Possible,,,,,10.0,(read only)
"Lovelace, Ada",12345,u1,ada,Mon,,
"Turing, Alan",12346,u2,alan,Mon,3.0,
"-Hopper, Grace",12347,u3,grace,Tue,4.0,
"Doe, Jo",12348,u4,jo1,Tue,,
"Doe, Jo",12349,u5,jo2,Tue,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 501,Ada Lovelace,ada@x.org,Submitted,,10.00,Yes,
Participant 502,Alan Turing,alan@x.org,Submitted,,10.00,Yes,"well, done"
Participant 503,=Grace Hopper,grace@x.org,No submission,7.00,10.00,Yes,
"""


def result(student, score=None, extra=0.0, status=GRADED):
    scores = {} if score is None else {"test_a": score, "extra": extra}
    return Result(student, status, scores, POINTS, frozenset({"extra"}))


@pytest.fixture
def canvas(tmp_path):
    """Writes a Canvas file from results: its rows and what was not written."""

    def write(results, text=CANVAS, title="Losses", **options):
        (tmp_path / "roster.csv").write_text(text, encoding="utf-8-sig")
        export = write_canvas(
            iter(results), tmp_path / "roster.csv", tmp_path / "o.csv", assignment=title, **options
        )
        return list(csv.reader(open(tmp_path / "o.csv", newline="", encoding="utf-8"))), export

    return write


@pytest.fixture
def moodle(tmp_path):
    """The same for Moodle."""

    def write(results, text=MOODLE, **options):
        (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
        export = write_moodle(iter(results), tmp_path / "sheet.csv", tmp_path / "o.csv", **options)
        return list(csv.DictReader(open(tmp_path / "o.csv", newline="", encoding="utf-8"))), export

    return write


def test_canvas_file_has_the_columns_that_canvas_takes(canvas):
    rows, export = canvas([result("ada", 8.0, 2.0), result("grace", 9.5)])
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Losses (4711)"],
        ["    Points Possible", "", "", "", "", "10.0"],
        ["Lovelace, Ada", "12345", "u1", "ada", "Mon", "10.0"],
        ["Turing, Alan", "12346", "u2", "alan", "Mon", "3.0"],  # did not hand in: stays
        ["'-Hopper, Grace", "12347", "u3", "grace", "Tue", "9.5"],
        ["Doe, Jo", "12348", "u4", "jo1", "Tue", ""],
        ["Doe, Jo", "12349", "u5", "jo2", "Tue", ""],
    ]
    assert export.num_filled == 2 and not export.unmatched


def test_canvas_without_the_assignment_gets_a_new_column(canvas):
    rows, _ = canvas([result("ada", 8.0)], title="Losses 2")
    assert rows[0][-1] == "Losses 2"
    assert [row[-1] for row in rows[1:4]] == ["10.0", "8.0", ""]


@pytest.mark.parametrize(
    "student",
    ["lovelaceada_12345", "ADA", "u1", "12345", "Ada_Lovelace", "Lovelace, Ada", "lovelaceada"],
)
def test_canvas_student_is_found(canvas, student):
    rows, export = canvas([result(student, 5.0)])
    assert rows[2][-1] == "5.0" and not export.unmatched


@pytest.mark.parametrize("student", ["turingalan_12345", "1234", "ad", "a-d-a", "nobody", ""])
def test_canvas_student_is_not_guessed(canvas, student):
    rows, export = canvas([result(student, 5.0)])
    assert "5.0" not in [row[-1] for row in rows]
    assert export.unmatched == {student: "no rows fit"}


def test_student_of_another_name_on_the_platform(canvas, moodle):
    rows, _ = canvas([result("x1", 5.0)], originals={"x1": "lovelaceada_12345"})
    assert rows[2][-1] == "5.0"
    rows, _ = moodle([result("x1", 5.0)], originals={"x1": "Ada Lovelace_501"})
    assert rows[0]["Grade"] == "5.0"


def test_ambiguous_names_are_left_out_and_named(canvas):
    rows, export = canvas([result("Jo Doe", 5.0), result("ada", 5.0), result("u1", 6.0)])
    assert [row[-1] for row in rows[2:]] == ["", "3.0", "4.0", "", ""]
    assert export.unmatched == {
        "Jo Doe": "2 rows fit",
        "ada": "one row fits ada, u1",
        "u1": "one row fits ada, u1",
    }


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_unsettled_grade_is_left_empty(platform, request):
    results = [result("ada", 1.0, status=TO_READ), result("grace", 0.0, status=NEEDS_A_LOOK)]
    results.append(result("alan", status=NEEDS_A_LOOK))
    rows, export = request.getfixturevalue(platform)(results)
    cells = [r[-1] for r in rows[2:5]] if platform == "canvas" else [r["Grade"] for r in rows]
    assert cells == ["", "", ""]
    assert (export.to_be_read, export.needs_a_look) == (["ada"], ["grace", "alan"])
    assert export.num_filled == 0


def test_moodle_worksheet_is_filled_and_otherwise_kept(moodle):
    rows, export = moodle([result("Ada Lovelace_501", 8.0, 1.0), result("alan", 9.0, 2.0)])
    assert [row["Grade"] for row in rows] == ["9.0", "10.0", "7.00"]
    assert export.capped == ["alan"] and export.num_filled == 2
    assert list(rows[0]) == MOODLE.splitlines()[0].split(",")
    assert rows[0]["Identifier"] == "Participant 501"
    assert rows[1]["Feedback comments"] == "well, done"
    assert rows[2]["Full name"] == "'=Grace Hopper"


@pytest.mark.parametrize(
    "student",
    ["Ada_Lovelace_501", "Participant 501", "Participant_501", "ada@x.org", "ada", "Ada Lovelace"],
)
def test_moodle_student_is_found(moodle, student):
    rows, export = moodle([result(student, 5.0)])
    assert rows[0]["Grade"] == "5.0" and not export.unmatched


def test_other_full_marks_are_refused(canvas, moodle):
    with pytest.raises(CourseError, match=r"Canvas has 20 points .* which has 10: set it to 10"):
        canvas([result("ada", 1.0)], CANVAS.replace(",10.0,", ",20.0,"))
    with pytest.raises(CourseError, match=r"Moodle has 100 points"):
        moodle([result("ada", 1.0)], MOODLE.replace("10.00", "100.00"))


def test_file_of_another_kind_is_refused(canvas, moodle, tmp_path):
    with pytest.raises(CourseError, match="has no column ID: export the gradebook from Canvas"):
        canvas([], "Student,Grade\nada,1\n")
    with pytest.raises(CourseError, match=r"has no column Identifier, .* in English"):
        moodle([], CANVAS)
    with pytest.raises(CourseError, match=r"none\.csv cannot be read"):
        write_moodle([], tmp_path / "none.csv", tmp_path / "o.csv")
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    "original",
    [
        "Team 3-Ada Lovelace_501",
        "Team_3-Ada_Lovelace_501",
        "Default group-Lovelace Ada_501",
        "Participant_501",
        "Team 3-Participant_501",
    ],
)
def test_moodle_student_of_a_team_is_found_by_the_number(moodle, original):
    rows, export = moodle([result("x", 5.0)], originals={"x": original})
    assert rows[0]["Grade"] == "5.0" and not export.unmatched


@pytest.mark.parametrize("student", ["team_501", "Bo Ada_501", "Team 3-Alan Turing_501", "_501"])
def test_moodle_number_alone_is_not_enough(moodle, student):
    rows, export = moodle([result(student, 5.0)])
    assert "5.0" not in [row["Grade"] for row in rows]
    assert export.unmatched == {student: "no rows fit"}


def test_canvas_student_without_a_name_is_explained(canvas):
    _, export = canvas([result("anon_aB3xY", 5.0)])
    assert export.unmatched["anon_aB3xY"].startswith("no rows fit, as it was handed in without")


def with_semicolons(text: str) -> str:
    """The same table as a platform set to a language with decimal commas writes it."""
    rows = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in table_of(text)]
    return written(rows, ";")


def with_two_names(text: str) -> str:
    """The same table with a column for each part of the name."""
    header, points, *students = table_of(text)
    rows = [["LastName", "FirstName", *header[1:]], [points[0], "", *points[1:]]]
    return written(rows + [[*row[0].split(", "), *row[1:]] for row in students], ",")


def table_of(text):
    return list(csv.reader(io.StringIO(text)))


def written(rows, delimiter):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("change", [str, with_two_names], ids=["one name", "two names"])
def test_canvas_group_is_named_with_the_member_who_stands_for_it(canvas, change):
    originals = {"p": "projectgroup1_12346", "q": "projectgroup2_999"}
    rows, export = canvas([result("p", 5.0), result("q", 5.0)], change(CANVAS), originals=originals)
    assert export.unmatched["p"] == (
        "no rows fit, but its number is that of Turing, Alan, as if it were a group's (enter the "
        "grade there by hand, where Canvas gives it to all of the group)"
    )
    assert export.unmatched["q"] == "no rows fit"
    assert "5.0" not in [row[-1] for row in rows]


def test_canvas_file_with_semicolons_and_decimal_commas(canvas, tmp_path):
    text = with_semicolons(CANVAS)
    assert "Losses (4711);" in text and ";10,0;" in text
    _, export = canvas([result("ada", 8.5)], text)
    lines = (tmp_path / "o.csv").read_text().splitlines()
    assert lines[:4] == [
        "Student;ID;SIS User ID;SIS Login ID;Section;Losses (4711)",
        "    Points Possible;;;;;10,0",
        "Lovelace, Ada;12345;u1;ada;Mon;8,5",
        "Turing, Alan;12346;u2;alan;Mon;3,0",
    ]
    assert export.num_filled == 1 and not export.unmatched
    with pytest.raises(CourseError, match=r"Canvas has 20 points"):
        canvas([result("ada", 1.0)], text.replace("10,0", "20,0"))


def test_moodle_worksheet_with_semicolons_and_decimal_commas(moodle, tmp_path):
    moodle([result("ada", 8.5)], with_semicolons(MOODLE))
    lines = (tmp_path / "o.csv").read_text().splitlines()
    assert lines[1] == "Participant 501;Ada Lovelace;ada@x.org;Submitted;8,5;10,00;Yes;"
    assert lines[3].split(";")[4] == "7,00"


def test_numbers_stay_as_the_platform_writes_them(canvas):
    text = CANVAS.replace("3.0", '"1,000"').replace("4.0", "4")
    rows, _ = canvas([result("ada", 8.5)], text.replace("10.0", "10"))
    assert rows[2][-1] == "8.5", "a comma before three digits is none of decimals"


@pytest.mark.parametrize("student", ["lovelaceada_12345", "Ada Lovelace", "Lovelace, Ada", "u1"])
def test_canvas_file_with_first_and_last_names_apart(canvas, student):
    rows, export = canvas([result(student, 8.0)], with_two_names(CANVAS))
    assert rows[:3] == [
        ["LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Section", "Losses (4711)"],
        ["    Points Possible", "", "", "", "", "", "10.0"],
        ["Lovelace", "Ada", "12345", "u1", "ada", "Mon", "8.0"],
    ]
    assert export.num_filled == 1 and not export.unmatched


@pytest.mark.parametrize("cell", ["EX", "ex", " EX"])
def test_who_is_excused_in_canvas_stays_so_and_is_named(canvas, cell):
    text = CANVAS.replace("alan,Mon,3.0", f"alan,Mon,{cell}")
    rows, export = canvas([result("ada", 8.0), result("alan", 9.0)], text)
    assert [row[-1] for row in rows[2:4]] == ["8.0", cell]
    assert (export.excused, export.num_filled) == (["alan"], 1)
    rows, export = canvas([result("u2", 8.0), result("alan", 9.0)], text)
    assert rows[3][-1] == cell and export.unmatched.keys() == {"u2", "alan"}


def test_file_without_any_of_the_columns_names_them(canvas):
    with pytest.raises(CourseError, match=r"has no column Student: export the gradebook"):
        canvas([], "Name;ID\nAda;1\n")

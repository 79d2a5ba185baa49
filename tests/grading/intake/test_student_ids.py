"""Ids of students: safe as folder names, and never one for two."""

import csv
import random
import unicodedata

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.intake.csv_cells import plain
from cnncourse.grading.intake.file_names import file_name, plain_name, short_hash
from cnncourse.grading.intake.student_ids import StudentIds, read_students

NASTY = [
    "..",
    ".",
    "/",
    "\\",
    "a/../b",
    ".git",
    " ",
    "",
    "nul",
    "COM1.txt",
    "-rf",
    "a\x00b",
    "a\nb",
]
NASTY += ["[a]*?", "{student_id}", "A" * 300, "Ж" * 300, "\udc80", "a,b", "=1+1", "~root", "$HOME"]


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("safe", [plain_name, file_name])
def test_names_stay_in_their_folder(tmp_path, safe, name):
    path = tmp_path / safe(name)
    path.mkdir()
    assert path.resolve().parent == tmp_path.resolve()
    assert len(path.name.encode()) < 150
    assert not set(path.name) & set('/\\:*?"<>|\0\n')
    assert path.name.split(".")[0].casefold() not in {"nul", "com1"}


@pytest.mark.parametrize("name", NASTY)
def test_ids_mean_nothing_to_shells_and_nbgrader(name):
    assert plain_name(name)[0] not in ".-=~" and not set(plain_name(name)) & set("[]{}*?$, ")


@pytest.mark.parametrize(
    "names",
    [
        ["Ada", "ada", "ADA"],
        ["Ada Lovelace", "Ada_Lovelace", "Ada/Lovelace"],
        ["straße", "STRASSE", "strasse"],
        ["..", ".", "///"],
        ["A" * 300, "A" * 301],
        ["ada", "ada-" + "0" * 8],
    ],
)
def test_distinct_students_stay_distinct_without_regard_to_case(tmp_path, names):
    ids = StudentIds(tmp_path / "students.csv")
    keys = {unicodedata.normalize("NFKC", ids.of(name)).casefold() for name in names}
    assert len(keys) == len(names)


def test_one_name_written_in_two_ways_is_one_student(tmp_path):
    ids = StudentIds(tmp_path / "students.csv")
    assert ids.of("Zoë") == ids.of(unicodedata.normalize("NFD", "Zoë")) == "Zoë"


def test_random_names_stay_distinct(tmp_path):
    random.seed(0)
    names = {"".join(random.choices("aAäÄ._-/ 1", k=random.randint(1, 4))) for _ in range(3000)}
    names = {name.strip() for name in names}
    ids = StudentIds(tmp_path / "students.csv")
    assert len({ids.of(name).casefold() for name in names}) == len(names) > 1000


def test_the_table_keeps_ids_for_later_hand_ins(tmp_path):
    path = tmp_path / "submitted" / "students.csv"
    first = StudentIds(path)
    before = {name: first.of(name) for name in ("Ada", "ada", "Zoë, née=1")}
    first.write()
    later = StudentIds(path)
    assert {name: later.of(name) for name in sorted(before, reverse=True)} == before
    with open(path, newline="", encoding="utf-8") as file:
        rows = {row["original"]: row["student"] for row in csv.DictReader(file)}
    assert rows == before
    assert [p.name for p in path.parent.iterdir()] == ["students.csv"]


def test_folders_that_are_there_belong_to_the_students_of_their_names(tmp_path):
    ids = StudentIds(tmp_path / "students.csv", taken=["ada", "Bo"])
    assert ids.of("ada") == "ada"
    assert ids.of("bo").startswith("bo-")


def test_a_name_made_to_look_like_anothers_id_gets_one_of_its_own(tmp_path):
    like = f"ada-{short_hash('Ada')}"
    ids = StudentIds(tmp_path / "students.csv")
    assert len({ids.of(name).casefold() for name in (like, "ada", "Ada")}) == 3


FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠SUM(1)"]  # noqa: RUF001


def test_the_table_holds_no_formula_and_keeps_every_name(tmp_path):
    names = [quotes + name for name in FORMULAS for quotes in ("", "'", "''")] + ["'t Hooft", "Ada"]
    ids = StudentIds(tmp_path / "students.csv")
    given = {name: ids.of(name) for name in names}
    ids.write()
    with open(tmp_path / "students.csv", newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[0] in "=+-@＝＋－＠"]  # noqa: RUF001
    assert read_students(tmp_path / "students.csv") == given
    again = StudentIds(tmp_path / "students.csv")
    assert {name: again.of(name) for name in names} == given


def test_a_table_of_before_is_still_understood(tmp_path):
    (tmp_path / "students.csv").write_text("original,student\n=1+1,1+1\n'tis,tis\n")
    assert read_students(tmp_path / "students.csv") == {"=1+1": "1+1", "'tis": "tis"}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "original,student\nada\n", "\xff\xfe"])
def test_another_table_in_its_place_is_told(tmp_path, text):
    (tmp_path / "students.csv").write_bytes(text.encode("latin-1") + b"x\n")
    with pytest.raises(CourseError, match=r"is not the table of students .*: put that one back"):
        StudentIds(tmp_path / "students.csv")


def test_a_student_called_as_the_table(tmp_path):
    ids = StudentIds(tmp_path / "students.csv")
    assert ids.of("students.csv").startswith("students.csv-")
    assert ids.of("Students.CSV").casefold() != "students.csv"


@pytest.mark.parametrize("text", [*FORMULAS, "\n=1"])
def test_no_cell_is_computed(text):
    assert plain(text) == f"'{text}"

"""Ids of students: safe as folder names, and never one for two."""

import csv
import random
import unicodedata

import pytest

from cnncourse.grading.intake.file_names import file_name, plain_name, short_hash
from cnncourse.grading.intake.student_ids import StudentIds

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

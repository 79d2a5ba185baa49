"""Where students' files lie, what they are called, and which of them is graded."""

import json

import made_handins
import nbformat
import notebook_mishaps as m
import pytest
import scaling_course
from made_handins import NAME, answer, folder_of, from_zip, text_of

from cnncourse.grading.intake import placing
from cnncourse.grading.intake.taking_in import take_in


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


LAYOUTS = {
    "folder per student": ("ada/{}.ipynb", "bo/{}.ipynb", "ada bo"),
    "with the assignment's folder": ("ada/{0}/{0}.ipynb", "bo/{0}/{0}.ipynb", "ada bo"),
    "in a folder": ("spring/ada/{}.ipynb", "spring/bo/{}.ipynb", "ada bo"),
    "flat": ("ada.ipynb", "bo.ipynb", "ada bo"),
    "flat, with the assignment's name": ("ada_{}.ipynb", "{}-bo.ipynb", "ada bo"),
    "flat, with dots": (
        "ada.lovelace.ipynb",
        "bo@example.org.ipynb",
        "ada.lovelace bo@example.org",
    ),
    "Canvas": (
        "lovelaceada_12345_67890_{}-1.ipynb",
        "diddleybo_LATE_12346_67891_{}.ipynb",
        "lovelaceada_12345 diddleybo_12346",
    ),
    "Canvas, in a folder": (
        "submissions/lovelaceada_12345_67890_{}-1.ipynb",
        "submissions/diddleybo_LATE_12346_67891_{}.ipynb",
        "lovelaceada_12345 diddleybo_12346",
    ),
    "Moodle": (
        "Ada Lovelace_123456_assignsubmission_file_/{}.ipynb",
        "Zoë_123457_assignsubmission_file/{}.ipynb",
        "Ada_Lovelace_123456 Zoë_123457",
    ),
    "Moodle, flat": (
        "Ada Lovelace_123456_assignsubmission_file_{}.ipynb",
        "Bo_123457_assignsubmission_file_{}.ipynb",
        "Ada_Lovelace_123456 Bo_123457",
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout(course, layout, packed):
    first, second, students = LAYOUTS[layout]
    files = {
        first.format(NAME): answer(course, "first"),
        second.format(NAME): answer(course, "second"),
        "__MACOSX/ada/._x.ipynb": b"fork",
        ".DS_Store": b"",
    }
    hand_ins = (
        from_zip(course, files) if packed else take_in(folder_of(course, files), course, NAME)
    )
    got = {h.student: (text_of(h), h.note) for h in hand_ins}
    assert got == dict(zip(students.split(), [("first", ""), ("second", "")], strict=True))
    for hand_in in hand_ins:
        assert hand_in.folder == course.root / "submitted" / hand_in.student / NAME
        assert [p.name for p in hand_in.folder.iterdir()] == [f"{NAME}.ipynb"]
    assert course.submissions(NAME).keys() == set(students.split())


@pytest.mark.parametrize("top", ["ada", "Ada Lovelace_1_assignsubmission_file_"])
def test_a_class_of_one(course, top):
    [hand_in] = from_zip(course, {f"{top}/{NAME}.ipynb": answer(course)})
    assert hand_in.folder and hand_in.student in ("ada", "Ada_Lovelace_1")


@pytest.mark.parametrize(
    "name",
    [
        f"{NAME} (1).ipynb",
        f"{NAME}-2.ipynb",
        f"Copy of {NAME}.ipynb",
        f"{NAME}-Copy1.ipynb",
        f"{NAME}.ipynb.txt",
        f"{NAME}.ipynb.json",
        f"{NAME}.IPYNB",
        f"{NAME}.ipynb (1)",
        f"{NAME}.json",
        "Untitled.ipynb",
    ],
)
def test_renamed_by_the_download(course, name):
    [hand_in] = take_in(folder_of(course, {f"ada/{name}": answer(course)}), course, NAME)
    assert (hand_in.student, hand_in.note) == ("ada", "")
    assert [p.name for p in hand_in.folder.iterdir()] == [f"{NAME}.ipynb"]


@pytest.mark.parametrize("name", ["ada (1).ipynb", "Copy of ada.ipynb", "ada.ipynb.txt"])
def test_flat_and_renamed_by_the_download(course, name):
    [hand_in] = take_in(folder_of(course, {name: answer(course)}), course, NAME)
    assert (hand_in.student, hand_in.note) == ("ada", "")


def test_the_newest_of_several_counts_and_the_others_are_kept(course):
    names = [f"{NAME}.ipynb", f"{NAME} (1).ipynb", "old.ipynb"]
    files = {f"ada/{name}": answer(course, name) for name in names}
    times = {f"ada/{name}": 1_700_000_000 + n for n, name in zip((1, 2, 0), names, strict=True)}
    [hand_in] = take_in(folder_of(course, files, times), course, NAME)
    assert text_of(hand_in) == f"{NAME} (1).ipynb"
    assert hand_in.note.startswith(f"Graded is '{NAME} (1).ipynb' of 3 notebooks, not ")
    kept = (hand_in.folder.parent / placing.NOT_GRADED / NAME).rglob("*.ipynb")
    assert {path.name for path in kept} == {f"{NAME}.ipynb", "old.ipynb"}


@pytest.mark.parametrize(
    ("files", "times", "chosen"),
    [
        (["a-1", "a-2"], {}, "a-2"),  # the higher number, where the times say nothing
        (["a", NAME], {}, NAME),
        (["a", "blank"], {"a": 2024, "blank": 2025}, "a"),  # nobody means the blank one
        (["a", "adam"], {"a": 2024, "adam": 2025}, "a"),  # of another assignment
        (["a", "cut"], {"a": 2024, "cut": 2025}, "a"),
        (["a", "gap"], {"a": 2024, "gap": 2025}, "gap"),  # a cell less, but newer
    ],
)
def test_which_notebook_is_graded(course, files, times, chosen):
    made = {
        "blank": m.handed_in(course.released(NAME), {}),
        "adam": nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])),
        "cut": answer(course)[:-100],
        "gap": m.handed_in(course.released(NAME), scaling_course.RIGHT, m.deleted("test_double")),
    }
    contents = {f"ada/{f}.ipynb": made.get(f) or answer(course, f) for f in files}
    years = {f"ada/{f}.ipynb": year for f, year in times.items()}
    [hand_in] = from_zip(course, contents, years)
    assert hand_in.note.startswith(f"Graded is '{chosen}.ipynb' of 2 notebooks, not ")
    placed = (hand_in.folder / f"{NAME}.ipynb").read_bytes()
    assert placed == contents[f"ada/{chosen}.ipynb"]
    assert ("is cut off" in hand_in.note) == ("cut" in files)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.decode().encode("utf-16-le"),
        lambda data: json.dumps(json.loads(data), indent=1).replace("\n", "\r\n").encode(),
        m.as_nbformat_3,
    ],
    ids=["utf-8 with a mark", "utf-16", "utf-16 without a mark", "Windows", "nbformat 3"],
)
def test_kept_byte_for_byte_however_it_was_saved(course, change):
    data = change(answer(course))
    [hand_in] = take_in(folder_of(course, {"ada/x.ipynb": data}), course, NAME)
    assert (hand_in.folder / f"{NAME}.ipynb").read_bytes() == data

"""Names as Canvas, Moodle and systems write them: each file to its own student, or to none."""

import unicodedata
import zipfile

import made_handins
import pytest
from made_handins import NAME, answer, by_student, folder_of, from_zip, text_of, zip_of

from cnncourse.grading.intake.taking_in import take_in


@pytest.fixture
def course(tmp_path):
    return made_handins.released_course(tmp_path / "course")


class Unflagged(zipfile.ZipInfo):
    """A file whose name the archive has in some encoding, without a flag that says which."""

    def __init__(self, path: str, encoding: str = "utf-8"):
        super().__init__(path, (2026, 1, 1, 0, 0, 0))
        self.encoding = encoding

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode(self.encoding), self.flag_bits


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_a_zip_that_does_not_say_that_they_are_utf8(course, form):
    folder = unicodedata.normalize(form, "Zoë Müller_501_assignsubmission_file_")
    inner = zip_of({Unflagged("maß.csv"): b"1", "x.ipynb": answer(course, "ours")})
    raw = {Unflagged(f"{folder}/mine.zip"): inner}
    assert not zip_of(raw)[7] & 8, "the flag, bit 11, is not set"
    [hand_in] = from_zip(course, raw)
    assert (hand_in.student, hand_in.note) == ("Zoë_Müller_501", "")
    assert text_of(hand_in) == "ours" and (hand_in.folder / "maß.csv").is_file()


def test_names_in_a_zip_of_another_code_page_stay_as_they_are_read(course):
    [hand_in] = from_zip(course, {Unflagged("Zoë.ipynb", "cp437"): answer(course)})
    assert hand_in.student == "Zoë"


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_files_of_one_student_in_two_forms_of_unicode(course, packed):
    files = {
        unicodedata.normalize("NFC", f"zoë/{NAME}.ipynb"): answer(course),
        unicodedata.normalize("NFD", "zoë/") + "helpers.py": b"x = 1",
    }
    [hand_in] = (
        from_zip(course, files) if packed else take_in(folder_of(course, files), course, NAME)
    )
    assert (hand_in.student, hand_in.note) == ("zoë", "")
    assert {p.name for p in hand_in.folder.iterdir()} == {f"{NAME}.ipynb", "helpers.py"}


@pytest.mark.parametrize(
    ("names", "student"),
    [
        (("anon_aB3xY_67890_{}.ipynb", "anon_aB3xY_67891_helpers.py"), "anon_aB3xY"),
        (("LATE_anon_aB3xY_67890_{}.ipynb", "LATE_anon_aB3xY_67891_h.py"), "anon_aB3xY"),
        (("anon_LATE_aB3xY_67890_{}.ipynb", "anon_LATE_aB3xY_67891_h.py"), "anon_aB3xY"),
        (("anon_12345_67890_{}.ipynb", "anon_12345_67891_h.py"), "anon_12345"),
        (("lovelaceada_12345_67890_{}.ipynb", "lovelaceada_12345_67891_h.py"), "lovelaceada_12345"),
        (("van_der_berg_LATE_12345_67890_{}.ipynb", "van_der_berg_LATE_12345_67891_h.py"), None),
        (("ada_12345_67890_2_{}.ipynb", "ada_12345_67891_3_helpers.py"), "ada_12345"),
        (("ada_12345_67890_{}.ipynb", "ada_12345_67891_3_plot.png"), "ada_12345"),
        (("ada_12345_67890_{}.ipynb", "ada_12345_text.html"), "ada_12345"),
    ],
)
def test_two_files_from_canvas_are_of_one_student(course, names, student):
    notebook, other = names
    files = {notebook.format(NAME): answer(course), other: b"x = 1"}
    [hand_in] = from_zip(course, files)
    assert (hand_in.student, hand_in.note) == (student or "van_der_berg_12345", "")
    assert len(list(hand_in.folder.iterdir())) == 2


def test_names_that_only_look_like_canvas(course):
    files = {"hw_1_2_ada.ipynb": answer(course, "a"), "hw_1_2_bo.ipynb": answer(course, "b")}
    got = by_student(from_zip(course, files))
    assert {student: text_of(h) for student, h in got.items()} == {
        "hw_1_2_ada": "a",
        "hw_1_2_bo": "b",
    }


MARK = "assignsubmission_file_"


def test_a_display_name_in_moodle_that_looks_like_anothers_folder(course):
    eve = f"Ada Lovelace_111111_{MARK} Eve"
    files = {
        f"{eve}_222222_{MARK}/{NAME}.ipynb": answer(course, "eve"),
        f"Ada Lovelace_111111_{MARK}/{NAME}.ipynb": answer(course, "ada"),
    }
    got = by_student(from_zip(course, files))
    assert text_of(got.pop("Ada_Lovelace_111111")) == "ada"
    [(student, hand_in)] = got.items()
    assert student.endswith("222222") and text_of(hand_in) == "eve"


@pytest.mark.parametrize(
    ("ada", "eve"),
    [
        (f"Ada_111111_{MARK}x.ipynb", f"Ada_111111_{MARK} Eve_222222_{MARK}x.ipynb"),
        (f"Ada_111111_{MARK}x.ipynb", f"Eve_222222_{MARK}Ada_111111_{MARK}x.ipynb"),
        (f"Ada_111111_{MARK}/x.ipynb", f"Eve_222222_{MARK}Ada_111111_{MARK}b/x.ipynb"),
        ("ada_111_5550_x.ipynb", "ada_111_222_5551_x.ipynb"),
        ("ada_111_5550_x.ipynb", "ada_111_LATE_222_5551_x.ipynb"),
        ("ada_111_5550_x.ipynb", "ada_111_222_5551_x.zip"),
    ],
)
def test_a_name_that_may_be_of_two_students_is_nobodys(course, ada, eve):
    theirs = answer(course, "eve")
    files = {
        ada: answer(course, "ada"),
        eve: zip_of({"x.ipynb": theirs}) if eve.endswith("zip") else theirs,
    }
    hand_ins = from_zip(course, files)
    (first,) = [h for h in hand_ins if h.student in ("Ada_111111", "ada_111")]
    (other,) = [h for h in hand_ins if h is not first]
    assert (text_of(first), first.note) == ("ada", "")
    if other.folder is None:
        assert "may be from two students: put it into a folder of the right" in other.note
    else:
        assert (other.student, text_of(other)) == ("ada_111_222", "eve")


def test_two_names_with_one_number_of_moodle_are_both_refused(course):
    files = {
        f"Ada_111111_{MARK}/x.ipynb": answer(course, "ada"),
        f"Eve_111111_{MARK}/x.ipynb": answer(course, "eve"),
        f"Bo_111112_{MARK}/x.ipynb": answer(course, "bo"),
    }
    got = by_student(from_zip(course, files))
    assert got["Bo_111112"].folder and not got["Bo_111112"].note
    for student in ("Ada_111111", "Eve_111111"):
        assert got[student].folder is None
        assert "'Ada_111111', 'Eve_111111' have one number" in got[student].note


def test_a_team_of_moodle_is_a_student_each(course):
    files = {f"Team 3-{who}_{MARK}/x.ipynb": answer(course) for who in ("Ada L_501", "Bo D_502")}
    got = by_student(from_zip(course, files))
    assert got.keys() == {"Team_3-Ada_L_501", "Team_3-Bo_D_502"}
    assert all(h.folder and not h.note for h in got.values())

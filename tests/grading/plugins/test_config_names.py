"""An old copy of nbgrader_config.py: what it names that is not there is told, and what to write."""

from pathlib import Path

import pytest
from doubling import make_course
from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.grading.plugins.config_names import check_names
from cnncourse.grading.plugins.course import Course

FILE = Path("nbgrader_config.py")
MOVED = {
    "cnncourse.grading.trusted.StripTrusted": "cnncourse.grading.plugins.trusted.StripTrusted",
    "cnncourse.grading.shown.ClearOutputsMadeAnew": (
        "cnncourse.grading.plugins.clear_outputs.ClearOutputsMadeAnew"
    ),
    "cnncourse.grading.feedback.PageExporter": "cnncourse.grading.plugins.feedback.PageExporter",
    "cnncourse.grading.plugins.feedback.clean_markdown": (
        "cnncourse.grading.plugins.page_filters.clean_markdown"
    ),
}


@pytest.mark.parametrize("old", MOVED)
@pytest.mark.parametrize(
    "settings",
    [
        lambda name: {"GenerateFeedback": {"exporter_class": name}},
        lambda name: {"Autograde": {"preprocessors": ["nbgrader.preprocessors.ClearOutput", name]}},
        lambda name: {"HTMLExporter": {"filters": {"markdown2html": name}}},
    ],
    ids=["one", "in a list", "in a mapping"],
)
def test_what_has_moved_is_told_with_its_new_place(old, settings):
    with pytest.raises(CourseError) as stop:
        check_names(Config(settings(old)), FILE)
    expected = f"{FILE} names {old}, which this release of cnncourse does not have: write "
    assert str(stop.value) == f"{expected}{MOVED[old]}."
    check_names(Config(settings(MOVED[old])), FILE)


def test_what_is_nowhere_any_more_is_told():
    with pytest.raises(CourseError, match=r"names cnncourse\.gone\.Gone, .*: take the nbgra"):
        check_names(Config({"A": {"b": "cnncourse.gone.Gone"}}), FILE)


def test_what_is_no_name_of_this_package_is_left_alone():
    settings = {"A": {"b": "nbgrader.gone.Gone", "c": ["x", 1, Course], "d": 3, "e": "cnncourse"}}
    check_names(Config(settings), FILE)


def test_a_course_with_an_old_copy_is_told_before_anything_is_generated(tmp_path):
    course = make_course(tmp_path)
    path = tmp_path / "nbgrader_config.py"
    path.write_text(path.read_text().replace("plugins.trusted.", "trusted."))
    with pytest.raises(CourseError, match=r"nbgrader_config\.py names .*: write cnncourse\.gr"):
        Course(course.root)

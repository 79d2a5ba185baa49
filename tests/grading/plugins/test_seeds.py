"""The secret of a course: made once, for its owner alone, and told to nobody by a failure."""

import re

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.plugins.seeds import SECRET, course_secret, seed_of


def test_a_secret_is_made_once_and_its_owner_alone_may_read_it(tmp_path):
    secret = course_secret(tmp_path)
    assert course_secret(tmp_path) == secret and len(set(secret)) > 8
    assert (tmp_path / SECRET).stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    other.mkdir()
    assert course_secret(other) != secret


def test_a_damaged_secret_is_told(tmp_path):
    course_secret(tmp_path)
    (tmp_path / SECRET).write_bytes(b"cut off")
    with pytest.raises(CourseError, match="is damaged: delete this file") as caught:
        course_secret(tmp_path)
    assert "cut off" not in str(caught.value)


def test_a_folder_that_cannot_hold_one_is_told(tmp_path):
    (tmp_path / ".grading").write_text("a file")
    with pytest.raises(CourseError, match=re.escape(f"secret {tmp_path / SECRET} cannot be used")):
        course_secret(tmp_path)


def test_each_hand_in_has_a_seed_of_its_own():
    parts = [(b"s", "ada", "1"), (b"t", "ada", "1"), (b"s", "bob", "1"), (b"s", "ada", "2")]
    assert len({seed_of(*part) for part in [*parts, *parts, (b"s", "\udcff", "1")]}) == 5

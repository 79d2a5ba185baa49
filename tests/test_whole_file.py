"""Files that are written whole or not at all."""

import pytest

from cnncourse.whole_file import whole_file


def test_file_takes_its_place_when_it_is_complete(tmp_path):
    path = tmp_path / "made" / "grades.csv"
    with whole_file(path, newline="") as file:
        file.write("ä\r\n")
        assert not path.exists()
    assert path.read_bytes() == "ä\r\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), whole_file(path, "wb") as file:
        file.write(b"ne")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]

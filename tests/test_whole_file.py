"""Files that are written whole or not at all."""

import os
import subprocess
import sys

import pytest

from cnncourse.whole_file import draft_of, whole_file


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


def test_what_a_killed_process_left_is_cleared_away(tmp_path):
    path = tmp_path / "grades[1].csv"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    own = draft_of(path).name.removesuffix(f"{os.getpid()}.tmp")
    left = tmp_path / f"{own}{ended.pid}.tmp"
    others = [
        tmp_path / f"{own}{os.getppid()}.tmp",  # which runs, and may be writing
        tmp_path / f".{path.name}.another machine.{ended.pid}.tmp",  # where it may run
    ]
    for draft in (left, *others):
        draft.write_text("half")
    with whole_file(path) as file:
        file.write("whole")
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])

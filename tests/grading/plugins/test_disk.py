"""A full disk is told from whatever a library makes of it."""

import errno
import shutil
import sqlite3
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from cnncourse.grading.plugins.disk import DiskError, tell_if_full
from cnncourse.grading.workers import worker_plugin


def test_a_full_disk_is_told_from_what_was_raised_because_of_it():
    with pytest.raises(DiskError):
        tell_if_full(OSError(errno.EDQUOT, "Disk quota exceeded"))
    error = RuntimeError("no kernel")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(DiskError):
        tell_if_full(error)
    for other in (OSError(errno.ENOENT, "x"), RuntimeError("No space left on device")):
        tell_if_full(other)


def test_a_full_disk_is_told_from_what_copying_a_folder_says(tmp_path):
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "full").write_text("x")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "full").symlink_to("/dev/full")
    copy = partial(shutil.copytree, tmp_path / "from", tmp_path / "to", dirs_exist_ok=True)
    with pytest.raises(shutil.Error) as full:
        copy(copy_function=lambda source, to: Path(to).write_bytes(Path(source).read_bytes()))
    with pytest.raises(DiskError):
        tell_if_full(full.value)
    tell_if_full(shutil.Error([("a", "b", "[Errno 13] Permission denied: 'b'")]))


def test_a_full_disk_is_told_from_what_a_gradebook_says():
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("pragma max_page_count = 1")
        with pytest.raises(OperationalError) as full:
            connection.exec_driver_sql("create table a (b)")
        with pytest.raises(OperationalError) as wrong:
            connection.exec_driver_sql("create")
    with pytest.raises(DiskError):
        tell_if_full(full.value)
    tell_if_full(wrong.value)
    tell_if_full(sqlite3.OperationalError("database is locked"))


def test_a_worker_says_of_a_full_disk_what_it_is(monkeypatch):
    def grade(student, files):
        raise OSError(errno.ENOSPC, "No space left on device")

    worker = SimpleNamespace(plugins={"grading": SimpleNamespace(grade=grade)})
    monkeypatch.setattr(worker_plugin, "get_worker", lambda: worker)
    with pytest.raises(DiskError, match="The disk is full"):
        worker_plugin.grade_with("grading", "ada", {})

"""Zips that want more than to be unpacked: refused before they harm, and the rest goes on."""

import bz2
import io
import os
import stat
import struct
import zipfile

import pytest

from cnncourse.grading.intake import archives
from cnncourse.grading.intake.archives import (
    CappedReader,
    Caps,
    RefusedError,
    TooLargeError,
    folder_members,
    open_zip,
    zip_members,
)


def zipped(files, method=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A zip of files, by name or by ZipInfo."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def special(name, mode):
    info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    info.create_system, info.external_attr = 3, mode << 16
    return info


def read_all(file, caps=None):
    """Content or refusal of each file in a zip, by path."""
    found = {}
    reader = CappedReader(caps)
    with open_zip(file) as archive:
        for member in zip_members(archive):
            try:
                found["/".join(member.parts)] = reader.read(member)
            except RefusedError as problem:
                found["/".join(member.parts)] = str(problem)
    return found


def test_files_come_out_with_their_paths_and_times():
    file = zipped({special("ada/a.ipynb", stat.S_IFREG | 0o644): b"{}", "ada/": b""})
    with open_zip(file) as archive:
        [member] = zip_members(archive)
        assert member.parts == ("ada", "a.ipynb")
        assert CappedReader().read(member) == b"{}"
        unknown = zipfile.ZipInfo("b.ipynb")  # 1980, where the clock of a zip begins
        assert archives._zip_time(unknown) is None
        assert archives.time.localtime(member.time)[:6] == (2026, 3, 1, 12, 0, 0)


def test_backslashes_are_folders():
    assert read_all(zipped({"ada\\a.ipynb": b"{}"})) == {"ada/a.ipynb": b"{}"}


@pytest.mark.parametrize(
    "name",
    ["../a.ipynb", "ada/../../a.ipynb", "/etc/passwd", "..\\a.ipynb", "C:\\a.ipynb", "C:a.ipynb"],
)
def test_paths_that_lead_out_are_refused_and_the_rest_goes_on(name):
    [(path, problem), fine] = read_all(zipped({name: b"{}", "ada/a.ipynb": b"{}"})).items()
    assert path == name, "one part, so that it is in no other student's folder"
    assert "has a path that leaves its folder" in problem
    assert fine == ("ada/a.ipynb", b"{}")


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (stat.S_IFLNK, "is a link"),
        (stat.S_IFCHR, "is no plain file"),
        (stat.S_IFIFO, "is no plain file"),
    ],
)
def test_links_and_devices_are_refused(mode, said):
    found = read_all(zipped({special("a.ipynb", mode | 0o777): b"/etc/passwd"}))
    assert found == {"a.ipynb": f"'a.ipynb' {said}"}


def test_encrypted_files_are_refused():
    raw = bytearray(zipped({"a.ipynb": b"{}"}).getvalue())
    raw[6] |= 1  # in the file's own header, and in the directory's record of it
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert read_all(io.BytesIO(raw)) == {"a.ipynb": "'a.ipynb' is encrypted"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_a_block_at_once_are_refused(method):
    [problem] = read_all(zipped({"a.ipynb": b"0" * 100}, method)).values()
    assert "packed by another method" in problem
    assert len(bz2.compress(b"0" * 10_000_000)) < 100, "which is why"


def test_a_bomb_is_refused_while_it_grows():
    [problem] = read_all(zipped({"a.ipynb": b"0" * 30_000_000})).values()
    assert problem == "'a.ipynb' grows more than 200 times when unpacked"


def test_a_bomb_that_lies_about_its_size_is_refused():
    """zipfile stops at the size that the directory names, and the checksum tells."""
    raw = bytearray(zipped({"a.ipynb": b"0" * 30_000_000}).getvalue())
    record = raw.index(b"PK\x01\x02")
    struct.pack_into("<L", raw, record + 24, 10)
    [problem] = read_all(io.BytesIO(raw)).values()
    assert "'a.ipynb' is damaged" in problem


def test_no_more_than_a_chunk_too_much_is_unpacked(monkeypatch):
    taken = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda self, n: taken.append(n) or read(self, n)
    )
    caps = Caps(file_bytes=3_000_000, ratio=10**6)
    [problem] = read_all(zipped({"a.ipynb": b"0" * 30_000_000}), caps).values()
    assert problem == "'a.ipynb' is larger than 3 MB"
    assert sum(taken) < 3_200_000


def test_text_that_repeats_itself_is_no_bomb():
    text = b"".join(b"epoch %d: loss 0.0000, accuracy 1.0000\\n" % n for n in range(200_000))
    assert read_all(zipped({"a.ipynb": text})) == {"a.ipynb": text}


def test_many_files_together_are_too_large():
    files = {f"{n}.bin": os.urandom(400_000) for n in range(4)}
    found = read_all(zipped(files), Caps(total_bytes=1_000_000))
    assert list(found.values())[:2] == list(files.values())[:2]
    assert list(found.values())[2] == "its files are larger than 1 MB together"


def test_what_was_too_large_does_not_count_for_the_rest():
    files = {"data.bin": os.urandom(900_000), "a.ipynb": os.urandom(300_000)}
    caps = Caps(file_bytes=500_000, total_bytes=600_000)
    found = read_all(zipped(files), caps)
    assert found["a.ipynb"] == files["a.ipynb"]
    assert found["data.bin"] == "'data.bin' is larger than 0.5 MB"


def test_too_many_files():
    files = {f"{n}.txt": b"" for n in range(12)}
    assert "more than 10 files" in list(read_all(zipped(files), Caps(files=10)).values())[10]
    with pytest.raises(RefusedError, match="more than 10 files"):
        open_zip(zipped(files), max_files=10)
    with open_zip(zipped(files), max_files=12) as archive:
        assert len(zip_members(archive)) == 12


def test_records_are_counted_where_a_chunk_ends(monkeypatch):
    file = io.BytesIO(b"x" * ((1 << 20) - 2) + archives._RECORD * 3)
    assert archives._records(file) == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", zipped({"a": b"1"}).getvalue()[:-10]],
    ids=["empty", "no zip", "cut off"],
)
def test_a_damaged_zip_is_refused(content):
    with pytest.raises(RefusedError, match="the zip is damaged"):
        open_zip(io.BytesIO(content))


def test_a_damaged_file_in_a_zip_is_refused():
    raw = bytearray(zipped({"a.ipynb": os.urandom(1000), "b.ipynb": b"{}"}).getvalue())
    raw[200:220] = bytes(20)
    found = read_all(io.BytesIO(raw))
    assert "'a.ipynb' is damaged" in found["a.ipynb"]
    assert found["b.ipynb"] == b"{}"


def test_folders_are_read_without_following_links(tmp_path):
    root, secret = tmp_path / "handins", tmp_path / "secret"
    (root / "ada").mkdir(parents=True)
    secret.mkdir()
    (secret / "gradebook.db").write_text("points")
    (root / "ada" / "a.ipynb").write_text("{}")
    (root / "ada" / "link.ipynb").symlink_to(secret / "gradebook.db")
    (root / "ada" / "folder").symlink_to(secret)
    os.mkfifo(root / "ada" / "pipe")
    found = {member.name: member for member in folder_members(root)}
    assert set(found) == {"a.ipynb", "link.ipynb", "folder", "pipe"}
    assert found["a.ipynb"].parts == ("ada", "a.ipynb")
    assert CappedReader().read(found["a.ipynb"]) == b"{}"
    for name, said in {"link.ipynb": "link", "folder": "link", "pipe": "no plain file"}.items():
        with pytest.raises(RefusedError, match=said):
            CappedReader().read(found[name])


def test_a_large_file_in_a_folder_is_too_large(tmp_path):
    (tmp_path / "data.bin").write_bytes(bytes(2_000_000))
    [member] = folder_members(tmp_path)
    with pytest.raises(TooLargeError, match=r"'data\.bin' is larger than 1 MB"):
        CappedReader(Caps(file_bytes=1_000_000)).read(member)

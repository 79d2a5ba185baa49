"""What a folder or a zip holds, read without trusting it: every cap counts what really comes out.

Nothing is ever unpacked to the path that an archive names: a file is read into memory, and whoever
asked for it decides where it goes.
"""

import io
import os
import stat
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from cnncourse.errors import CourseError

_CHUNK = 1 << 16
_FREE = 5_000_000
# One record of a zip's directory begins so; each costs memory before anything has been unpacked.
_RECORD = b"PK\x01\x02"
# bzip2 and LZMA are left out: zipfile inflates their blocks whole, 4 kB into gigabytes.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
EMPTY = "is an empty folder"
"""The problem of a folder in which nothing is."""

# An archive says so where a name is UTF-8.
_IS_UTF8 = 0x800


class RefusedError(CourseError):
    """A file that is not taken: a trick, a bomb, or damaged."""


class TooLargeError(RefusedError):
    """A file that is larger than a hand-in's file may be."""


@dataclass(frozen=True)
class Caps:
    """What one hand-in may hold.

    Attributes
    ----------
    file_bytes, total_bytes : int
        Of one file, and of all files together, as they are when unpacked.
    files : int
    ratio : int
        Unpacked bytes for each packed one, beyond the first 5 MB. Text that repeats itself
        reaches 100.
    """

    file_bytes: int = 50_000_000
    total_bytes: int = 200_000_000
    files: int = 1000
    ratio: int = 200


@dataclass(frozen=True)
class Member:
    """A file in a folder or in an archive, or a folder from which no file can be had.

    Attributes
    ----------
    parts : tuple of str
        Its path, folder by folder, in Unicode's composed form (NFC), as systems differ in the form
        that they give; a path with a trick in it is one part.
    time : float or None
        When it was changed last, in seconds since 1970; None if nobody knows.
    open : callable
        Opens its bytes.
    packed : int or None
        Bytes in the archive; None for a file that is not packed.
    problem : str
        Why it is not taken, as the end of a sentence on it; empty if nothing is wrong yet.
    is_folder : bool
        Whether it is a folder: an empty one, or one that cannot be read.
    """

    parts: tuple[str, ...]
    time: float | None
    open: Callable[[], BinaryIO]
    packed: int | None = None
    problem: str = ""
    is_folder: bool = False

    @property
    def name(self) -> str:
        return self.parts[-1]


class CappedReader:
    """Reads the files of one hand-in as long as they stay within its caps."""

    def __init__(self, caps: Caps | None = None):
        self.caps = caps or Caps()
        self._bytes = self._files = 0

    def read(self, member: Member) -> bytes:
        """The file's bytes.

        Raises
        ------
        RefusedError
            If it has a problem, is damaged, or would go beyond a limit. Reading ends there: no
            more than a chunk too many has been in memory.
        """
        if member.problem:
            raise RefusedError(f"{member.name!r} {member.problem}")
        self._files += 1
        if self._files > self.caps.files:
            raise RefusedError(f"it has more than {self.caps.files} files")
        content = bytearray()
        try:
            with member.open() as stream:
                while chunk := stream.read(_CHUNK):
                    content += chunk
                    self._bytes += len(chunk)
                    self._check(member, len(content))
        except TooLargeError:
            self._bytes -= len(content)
            raise
        except PermissionError as error:
            raise RefusedError(f"{member.name!r} {_unreadable(error)}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise RefusedError(f"{member.name!r} is damaged ({error})") from None
        return bytes(content)

    def _check(self, member: Member, size: int) -> None:
        caps = self.caps
        if member.packed is not None and size > _FREE + caps.ratio * member.packed:
            raise RefusedError(f"{member.name!r} grows more than {caps.ratio} times when unpacked")
        if size > caps.file_bytes:
            raise TooLargeError(f"{member.name!r} is larger than {caps.file_bytes / 1e6:g} MB")
        if self._bytes > caps.total_bytes:
            raise RefusedError(f"its files are larger than {caps.total_bytes / 1e6:g} MB together")


def folder_members(folder: Path) -> list[Member]:
    """The files below a folder, and folders that are empty or cannot be read.

    Whatever is no plain file, or cannot be read, has a problem.

    Raises
    ------
    RefusedError
        If the folder itself cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ada.ipynb").write_bytes(b"{}")
    ...     [member] = folder_members(Path(folder))
    ...     member.parts, CappedReader().read(member)
    (('ada.ipynb',), b'{}')
    """
    found, locked = [], []
    for where, folders, files in os.walk(folder, onerror=locked.append):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(where, name))]
        found += [_file_member(Path(where, name), folder) for name in sorted(files + links)]
        if not folders and not files and Path(where) != folder:
            found.append(empty_folder(Path(where).relative_to(folder).parts))
    for error in locked:
        path = Path(error.filename)
        if path == folder:
            raise RefusedError(f"{folder} {_unreadable(error)}.")
        found.append(_folder_member(path.relative_to(folder).parts, _unreadable(error)))
    return found


def zip_members(archive: zipfile.ZipFile) -> list[Member]:
    """The files in an open archive, and its empty folders.

    Those with a path trick, a link, a lock have a problem.
    """
    infos = archive.infolist()
    files = [_zip_member(archive, info) for info in infos if not _is_folder(info)]
    folders = {_zip_path(info).parts for info in infos if _is_folder(info)}
    paths = [*(member.parts for member in files), *folders]
    filled = {parts[:n] for parts in paths for n in range(1, len(parts))}
    empty = [f for f in folders - filled if f and f[0] != "/" and ".." not in f]
    return files + [empty_folder(parts) for parts in sorted(empty)]


def empty_folder(parts: tuple[str, ...]) -> Member:
    """A folder in which nothing is that anybody handed in."""
    return _folder_member(parts, EMPTY)


def open_zip(file: BinaryIO, max_files: int | None = None) -> zipfile.ZipFile:
    """Open an archive.

    Raises
    ------
    RefusedError
        If it is no zip, damaged, or lists more files than `max_files`.
    """
    if max_files is not None and _records(file) > max_files:
        raise RefusedError(f"it has more than {max_files} files")
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError(f"the zip is damaged ({error})") from None


def _records(file: BinaryIO) -> int:
    """At least as many as the archive has files; its own count may lie."""
    count, tail = 0, b""
    file.seek(0)
    while chunk := file.read(1 << 20):
        count += (tail + chunk).count(_RECORD)
        tail = chunk[-(len(_RECORD) - 1) :]
    file.seek(0)
    return count


def _folder_member(parts: tuple[str, ...], problem: str) -> Member:
    return Member(_composed(parts), None, io.BytesIO, None, problem, is_folder=True)


def _file_member(path: Path, folder: Path) -> Member:
    parts = _composed(path.relative_to(folder).parts)
    try:
        about = path.lstat()
    except OSError as error:
        return Member(parts, None, io.BytesIO, None, _unreadable(error))
    kind = "" if stat.S_ISREG(about.st_mode) else _kind(about.st_mode)
    return Member(parts, about.st_mtime, lambda: path.open("rb"), None, kind)


def _unreadable(error: OSError) -> str:
    return f"cannot be read ({error.strerror})"


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name, path = _name(info), _zip_path(info)
    parts = path.parts
    mode = info.external_attr >> 16
    problem = ""
    if path.is_absolute() or ".." in path.parts or ":" in name[1:2]:
        problem = "has a path that leaves its folder"
        parts = (name,)  # one name, which no other file's path can be mixed up with
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        problem = _kind(mode)
    elif info.flag_bits & 0x41:
        problem = "is encrypted"
    elif info.compress_type not in _METHODS:
        problem = "is packed by another method than deflate"
    return Member(
        parts or (name or "?",),
        _zip_time(info),
        lambda: archive.open(info),
        info.compress_size,
        problem,
    )


def _zip_path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(*_composed(PurePosixPath(_name(info).replace("\\", "/")).parts))


def _name(info: zipfile.ZipInfo) -> str:
    """A file's path; zipfile reads it as code page 437 where the archive does not say UTF-8.

    macOS writes UTF-8 and does not say so.
    """
    if info.flag_bits & _IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _composed(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part) for part in parts)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith(("/", "\\")) and not info.file_size


def _kind(mode: int) -> str:
    return "is a link" if stat.S_ISLNK(mode) else "is no plain file"


def _zip_time(info: zipfile.ZipInfo) -> float | None:
    """A zip knows the local time of who made it, from 1980 on, which stands for "unknown"."""
    if info.date_time[0] <= 1980:
        return None
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (OverflowError, ValueError):
        return None

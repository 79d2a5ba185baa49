"""Says in one line why a path cannot be read from or written to, and what to do about it."""

import os
import stat
from pathlib import Path

from cnncourse.errors import CourseError

_LONGEST = 200  # characters of a path that are shown whole


def expand(path) -> Path:
    """A path with `~` replaced by the home folder; an unknown `~user` is left as it is.

    Examples
    --------
    >>> str(expand("~nobody-of-this-name/pictures"))
    '~nobody-of-this-name/pictures'
    """
    return Path(os.path.expanduser(path))  # Path.expanduser raises a bare RuntimeError


def shown(path) -> str:
    """A path as it stands in a message: on one line, the middle of a very long one left out.

    Examples
    --------
    >>> len(shown("a" * 5000))
    123
    """
    text = " ".join(str(path).splitlines())
    return text if len(text) <= _LONGEST else f"{text[:60]}...{text[-60:]}"


def reason(error: OSError | ValueError) -> str:
    """What the system says of a path, without the number of the error and the path.

    Examples
    --------
    >>> reason(PermissionError(13, "Permission denied", "/root/recipe.toml"))
    'Permission denied'
    """
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def read_text(path, what: str, error_class: type[CourseError]) -> str:
    """Read a UTF-8 text file, with or without a byte-order mark.

    Parameters
    ----------
    path : str or Path
    what : str
        What the file holds, for the message: "recipe".
    error_class : type
        What to raise.

    Raises
    ------
    CourseError
        Of that class, if the file cannot be read or is not UTF-8; says what to do.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # a zero byte within the path is a ValueError
        raise error_class(_why_unread(path, what, error)) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise error_class(
            f"{shown(path)} is not UTF-8 text (byte {error.start}): save it with that encoding."
        ) from None


def require_folder(path, error_class: type[CourseError]) -> None:
    """Raise an error of `error_class` unless there is a folder that can be listed."""
    try:
        if stat.S_ISDIR(os.stat(path).st_mode):
            with os.scandir(path):
                return
    except (OSError, ValueError) as error:
        raise error_class(_why_no_folder(path, error)) from None
    raise error_class(
        f"{shown(path)} is a file: name a folder (an archive has to be unpacked first)."
    )


def require_writable(path, error_class: type[CourseError] = CourseError) -> None:
    """Raise an error of `error_class` unless a file can be written at `path`; leaves no file there.

    It is tried out: permissions do not tell all, as on a disk that is mounted for reading only.
    """
    path = Path(path)
    if os.path.isdir(path):
        raise error_class(f"{shown(path)} is a folder: name a file in it.")
    if not os.path.isdir(path.parent):
        raise error_class(
            f"There is no folder {shown(path.parent)} to write {shown(path.name)} to: make it."
        )
    is_new = not os.path.lexists(path)
    try:
        with open(path, "ab"):  # changes nothing in a file that is there
            pass
        if is_new:
            os.unlink(path)
    except (OSError, ValueError) as error:
        raise error_class(
            f"{shown(path)} cannot be written ({reason(error)}): choose another place."
        ) from None


def _why_unread(path: Path, what: str, error: OSError | ValueError) -> str:
    if os.path.isdir(path):
        return f"{shown(path)} is a folder: name the file of the {what} in it."
    if broken := _broken_link(path):
        return broken
    if isinstance(error, FileNotFoundError):
        return f"No {what} at {shown(path)}: check the path."
    if isinstance(error, PermissionError):
        return f"{shown(path)} cannot be read ({reason(error)}): allow it to be read."
    return f"{shown(path)} cannot be read ({reason(error)}): check the path."


def _why_no_folder(path, error: OSError | ValueError) -> str:
    if broken := _broken_link(path):
        return broken
    if isinstance(error, FileNotFoundError):
        return f"There is no folder at {shown(path)}: check the path."
    return (
        f"Cannot look into {shown(path)} ({reason(error)}): allow it to be read, or check the path."
    )


def _broken_link(path) -> str:
    """A sentence if the path is a link that leads nowhere, else an empty text."""
    if not os.path.islink(path) or os.path.exists(path):
        return ""
    return f"{shown(path)} is a link to {shown(os.readlink(path))}, which is not there: mend it."

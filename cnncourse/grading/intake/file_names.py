"""File and folder names that every file system takes, and that lead nowhere else."""

import hashlib
import re
import unicodedata

# What a path, a shell pattern, nbgrader's regular expressions and a CSV leave alone.
_NOT_PLAIN = re.compile(r"[^\w@+.-]+")
# What some file system forbids: a student's code opens its files by their names, so keep the rest.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff<>:"/\\|?*]')
# Windows has devices of these names in every folder.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_MAX_NAME_BYTES = 100


def plain_name(text: str) -> str:
    r"""A folder name near to a text; different texts may get the same one.

    Examples
    --------
    >>> [plain_name(text) for text in ("Ada Lovelace", "../ada", "a/b\\c:d", "..", "nul.txt")]
    ['Ada_Lovelace', 'ada', 'a_b_c_d', 'unnamed', '_nul.txt']
    """
    name = _NOT_PLAIN.sub("_", unicodedata.normalize("NFC", text).strip())
    return _short(name.lstrip("._-").rstrip("._") or "unnamed", text)


def file_name(text: str) -> str:
    """A file name as near to a text as it is safe to be.

    Examples
    --------
    >>> [file_name(text) for text in ("__init__.py", "my data.csv", "a/../b", "..")]
    ['__init__.py', 'my data.csv', 'a_.._b', 'unnamed']
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).rstrip(". ")
    return _short(name or "unnamed", text)


def short_hash(text: str) -> str:
    """Eight letters that differ where the text does."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _short(name: str, text: str) -> str:
    name = f"_{name}" if _DEVICES.match(name) else name
    if len(name.encode("utf-8")) <= _MAX_NAME_BYTES:
        return name
    return f"{name.encode()[:_MAX_NAME_BYTES].decode(errors='ignore')}-{short_hash(text)}"

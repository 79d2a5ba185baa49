"""Names that a helper file lost on its way: a platform's second hand-in, or a browser's download.

The notebook looks for helpers.py, and helpers-1.py came.
"""

import re
from collections.abc import Mapping

from cnncourse.grading.intake.lms_names import COPY, COPY_OF

# "helpers-1.py" (Canvas), "helpers (1).py" (browsers), "helpers-Copy1.py", "Copy of helpers.py"
_RENAMED = (
    re.compile(rf"(?P<stem>.+?)(?:-\d{{1,2}}|\s*\(\d{{1,2}}\)|{COPY})", re.IGNORECASE),
    re.compile(rf"{COPY_OF}(?P<stem>.+)", re.IGNORECASE),
)


def with_names_restored(
    files: Mapping[tuple[str, ...], bytes], code: str, notes: list[str]
) -> dict[tuple[str, ...], bytes]:
    """Give helper files the names that the code knows them by.

    Parameters
    ----------
    files : mapping of tuple of str to bytes
        What came with a notebook, by its path.
    code : str
        All that the notebook says.
    notes : list of str
        Where it is said which file may be a newer one of another that is there, too.

    Returns
    -------
    dict
        The same files. One is renamed if the code, or a module that came along, speaks of the name
        without the sign of a copy and never of the present one, and if nothing else has that name.

    Examples
    --------
    >>> list(with_names_restored({("helpers-1.py",): b""}, "from helpers import loss", []))
    [('helpers.py',)]
    """
    modules = [content for parts, content in files.items() if parts[-1].endswith(".py")]
    text = "\n".join([code, *(content.decode("utf-8", "replace") for content in modules)])
    wanted = {parts: _wanted(parts, text) for parts in files}
    taken = [tuple(part.casefold() for part in parts) for parts in [*files, *wanted.values()]]
    restored = {}
    for parts, content in files.items():
        name = wanted[parts]
        others = taken.count(tuple(part.casefold() for part in name)) - 1
        if name != parts and others:
            notes.append(f"{'/'.join(parts)!r} may be a newer {'/'.join(name)!r}: both are kept")
            name = parts
        restored[name] = content
    return restored


def _wanted(parts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The path that the text speaks of; the present one where it speaks of none."""
    stem, dot, ending = parts[-1].rpartition(".")
    match = next((found for way in _RENAMED if (found := way.fullmatch(stem))), None)
    if not dot or not match or parts[-1] in text:
        return parts
    name = f"{match['stem']}.{ending}"
    spoken_of = match["stem"] if ending == "py" else name
    found = re.search(rf"(?<![\w-]){re.escape(spoken_of)}(?![\w-])", text)
    return (*parts[:-1], name) if found else parts

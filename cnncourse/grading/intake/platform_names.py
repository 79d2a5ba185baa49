"""The names that Canvas and Moodle give to what students hand in, and whose each of them is."""

import re
from dataclasses import dataclass

# lovelaceada_LATE_12345_67890_losses-1.ipynb: name, who, which upload, the student's file. Canvas
# leaves letters, digits and underscores of a name. What was typed in is no upload.
_CANVAS_FILE = r"(?:(?P<upload>\d+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))"
_CANVAS = (
    # LATE_anon_aB3xY_67890_losses.ipynb, where graders see no names.
    re.compile(rf"(?:LATE_)?(?P<name>anon)_(?:LATE_)?(?P<number>[^\W_]+)_{_CANVAS_FILE}"),
    re.compile(rf"(?P<name>.+?)_(?:LATE_)?(?P<number>\d+)_{_CANVAS_FILE}"),
)
_THREE_NUMBERS = re.compile(r".+?_\d+_\d+_\d+_.+")
# Ada Lovelace_123456_assignsubmission_file_/losses.ipynb, or with the file's name behind it.
_MOODLE_MARK = r"_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)"
_MOODLE = re.compile(rf"(?P<name>.+){_MOODLE_MARK}_?(?P<file>.*)")


@dataclass(frozen=True)
class PlatformName:
    """What a platform's name for a file or folder says.

    Attributes
    ----------
    student : str
        The student's name and number, such as "lovelaceada_12345".
    number : str
        It alone; Canvas gives letters to those who hand in without a name.
    file : str
        The student's own name for the file; empty for a folder.
    upload : str
        Canvas's number of the file; empty elsewhere.
    unsure : bool
        Whether it can be read in two ways, because students choose a part of it: their name, or
        their file's.
    """

    student: str
    number: str
    file: str
    upload: str = ""
    unsure: bool = False


def canvas_name(text: str) -> PlatformName | None:
    """Read the name of a file from Canvas; None if it is none.

    Examples
    --------
    >>> canvas_name("lovelaceada_LATE_12345_67890_losses.ipynb").student
    'lovelaceada_12345'
    >>> canvas_name("LATE_anon_aB3xY_67890_helpers.py").student
    'anon_aB3xY'
    """
    match = next((found for way in _CANVAS if (found := way.fullmatch(text))), None)
    if match is None:
        return None
    # A third number may be the beginning of a file's name, or the first one the end of a person's.
    unsure = bool(_THREE_NUMBERS.fullmatch(text))
    student = f"{match['name']}_{match['number']}"
    file = match["file"] or match["typed"]
    return PlatformName(student, match["number"], file, match["upload"] or "", unsure)


def moodle_name(text: str, is_folder: bool) -> PlatformName | None:
    """Read the name of a folder or file from Moodle; None if it is none.

    Moodle's mark, "_123456_assignsubmission_file_", ends the name of a folder, so there the last
    one counts, whatever a student is called. In a file's name a second one makes it unsure.

    Examples
    --------
    >>> moodle_name("Ada Lovelace_123456_assignsubmission_file_", is_folder=True).student
    'Ada Lovelace_123456'
    """
    match = _MOODLE.fullmatch(text)
    if match is None:
        return None
    twice = len(re.findall(_MOODLE_MARK, text)) > 1
    unsure = twice and not (is_folder and not match["file"])
    student = f"{match['name']}_{match['number']}"
    return PlatformName(student, match["number"], match["file"], unsure=unsure)

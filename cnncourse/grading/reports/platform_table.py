"""Reads and writes a learning platform's table in the way that its settings have it."""

import csv
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.reports.exports import csv_writer

_DELIMITERS = ",;\t"
# Three digits behind a comma may be thousands.
_DECIMAL_COMMA = re.compile(r"-?\d+,(?!\d{3}$)\d+")
_DECIMAL_POINT = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class PlatformTable:
    """A table as a learning platform exported it.

    Attributes
    ----------
    header : list of str
    rows : list of dict
        Cells by the names of their columns.
    delimiter : str
        What stands between cells: a comma, or a semicolon where commas are in numbers.
    decimal_comma : bool
        Whether 8.5 is written as 8,5.
    """

    header: list[str]
    rows: list[dict[str, str]]
    delimiter: str
    decimal_comma: bool

    def number(self, value: float | None) -> str:
        """A number as the platform writes it; empty for None."""
        text = "" if value is None else str(value)
        return text.replace(".", ",") if self.decimal_comma else text

    def writer(self, path: Path) -> AbstractContextManager:
        """A CSV writer to a new file of the same kind; see `exports.csv_writer`."""
        return csv_writer(path, self.delimiter)


def read_table(path: Path, needed: Iterable[Iterable[str]], how: str) -> PlatformTable:
    r"""Read a table.

    Parameters
    ----------
    path : Path
    needed : iterable of iterable of str
        Sets of columns, of which it has to have one.
    how : str
        Where the file comes from, for an error's last words.

    Raises
    ------
    CourseError
        If it cannot be read, lacks a column, or has rows that are too long.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "grades.csv")
    ...     _ = path.write_text("Student;ID;Score\nAda;1;8,5\n")
    ...     table = read_table(path, [["Student", "ID"]], "export it")
    >>> table.delimiter, table.number(7.5)
    (';', '7,5')
    """
    choices = [list(columns) for columns in needed]
    lacking = choices[0]
    # The columns decide on the delimiter, as a name may hold any of them.
    for delimiter in _DELIMITERS:
        header, rows = _read(path, delimiter, how)
        if any(set(columns) <= set(header) for columns in choices):
            break
        lacking = [name for name in lacking if name not in header]
    else:
        raise CourseError(f"{path} has no column {', '.join(lacking or choices[0])}: {how}.")
    if any(None in row for row in rows):
        raise CourseError(f"{path} has rows that are too long: {how}.")
    cells = [cell.strip() for row in rows for cell in row.values()]
    commas, points = (
        any(way.fullmatch(cell) for cell in cells) for way in (_DECIMAL_COMMA, _DECIMAL_POINT)
    )
    return PlatformTable(header, rows, delimiter, commas and not points)


def _read(path: Path, delimiter: str, how: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="", delimiter=delimiter)
            return list(reader.fieldnames or ()), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read ({error}): {how}.") from None

"""Names of students as folder names: distinct students stay distinct, on every file system."""

import csv
import unicodedata
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.intake.csv_cells import quoted, unquoted
from cnncourse.grading.intake.file_names import plain_name, short_hash
from cnncourse.whole_file import whole_file


def read_students(path: Path) -> dict[str, str]:
    """The id of each student in a table, by the name that the hand-in had; none without a table.

    Raises
    ------
    CourseError
        If it cannot be read, or is no such table.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        return {unquoted(row["original"]): unquoted(row["student"]) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, AttributeError) as error:
        raise CourseError(
            f"{path} is not the table of students that an earlier grading wrote ({error}): put "
            "that one back, or take this one away."
        ) from None


class StudentIds:
    """The id of each student, in a table that later hand-ins go on with.

    Parameters
    ----------
    path : Path
        The table, a CSV with the columns original and student. It need not exist yet.
    taken : iterable of str
        Ids that are in use, in the table or not, as by folders that were put there by hand.
    """

    def __init__(self, path: Path, taken=()):
        self.path = Path(path)
        self._ids = read_students(self.path)
        self._folders = {_key(name): name for name in taken}
        self._owners = {_key(student): original for original, student in self._ids.items()}

    def of(self, original: str) -> str:
        """The id of a student, always the same for a name.

        Two names that differ only in letter case, or in what a folder name cannot say, get
        different ids: the second one's ends in some letters of its hash.
        """
        original = unicodedata.normalize("NFC", original).strip()
        original = original.encode("utf-8", "backslashreplace").decode("utf-8")
        if original not in self._ids:
            student = name = plain_name(original)
            salted = original
            while self._is_anothers(student):
                student = f"{name}-{short_hash(salted)}"
                salted += " "
            self._ids[original] = student
            self._owners[_key(student)] = original
        return self._ids[original]

    def _is_anothers(self, student: str) -> bool:
        key = _key(student)
        return (
            key in self._owners
            or key == _key(self.path.name)
            or self._folders.get(key, student) != student
        )

    def write(self) -> None:
        """Write the table, whole or not at all."""
        with whole_file(self.path, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["original", "student"])
            writer.writerows(map(quoted, row) for row in sorted(self._ids.items()))


def _key(name: str) -> str:
    """Equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

"""Names of students as folder names: distinct students stay distinct, on every file system."""

import csv
import unicodedata
from pathlib import Path

from cnncourse.grading.intake.file_names import plain_name, short_hash
from cnncourse.whole_file import whole_file


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
        self._ids: dict[str, str] = {}
        if self.path.is_file():
            with open(self.path, newline="", encoding="utf-8") as file:
                self._ids = {row["original"]: row["student"] for row in csv.DictReader(file)}
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
        return key in self._owners or self._folders.get(key, student) != student

    def write(self) -> None:
        """Write the table, whole or not at all."""
        with whole_file(self.path, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["original", "student"])
            writer.writerows(sorted(self._ids.items()))


def _key(name: str) -> str:
    """Equal for names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

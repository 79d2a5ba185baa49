"""Which known notebooks have scored as they should, and in which environment: need not be repeated.

Who was killed while it was stored, or finds it damaged or of another course, has the pre-flight
repeated: a notebook counts as tried only if its key is there, and nobody can tell a key who does
not know the course's secret.
"""

import hashlib
import json
import platform
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cnncourse.grading.sandbox.environment import environment
from cnncourse.grading.workers.version import differences, installed
from cnncourse.whole_file import whole_file


def environment_of(version: str, **settings) -> str:
    """Digest of everything but the notebooks themselves that the scores of a pre-flight depend on.

    Of what a score depends on, `version.grading_version` has what an instructor knows of: the
    assignment's files, the settings, the packages that run and score a notebook. Whether an
    environment works at all depends on more: on every package that is installed there, and when
    that was done, on the machine, and on the variables that kernels get.

    Parameters
    ----------
    version : str
        As `version.grading_version` gives it; the course's secret is in it.
    **settings
        How kernels start; JSON has to be able to hold it.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> environment_of("v", warm=True) == environment_of("v", warm=True)
    True
    >>> environment_of("v", warm=True) == environment_of("v", warm=False)
    False
    """
    packages = [path for folder in sys.path for path in Path(folder).glob("*.dist-info")]
    parts = {
        "version": version,
        "settings": settings,
        # The folder's name has the version; one that is installed anew gets another folder.
        "packages": sorted((str(path), path.stat().st_mtime_ns) for path in packages),
        "python": [sys.version, sys.prefix],
        "machine": [platform.system(), platform.release(), platform.machine(), platform.node()],
        "variables": environment(),
    }
    return _digest(parts)


@dataclass(frozen=True)
class PreflightRecord:
    """The file that keeps what went well in the pre-flights of an assignment.

    Parameters
    ----------
    path : Path
    environment : str or None
        As `environment_of` gives it. None where nobody knows all that scores depend on, as on a
        cluster: there nothing counts as tried.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     record = PreflightRecord(Path(folder, "losses.json"), "environment")
    ...     key = record.key("solution")
    ...     record.add([key])
    ...     key in record.passed(), record.key("blank notebook") in record.passed()
    (True, False)
    """

    path: Path
    environment: str | None

    def key(self, *notebook) -> str:
        """What stands for a notebook, and all that JSON can hold on it, in this environment."""
        return _digest([self.environment, *notebook])

    def passed(self) -> frozenset[str]:
        """Keys of the notebooks that have scored as they should in this very environment."""
        stored = self._stored()
        if self.environment is None or stored.get("environment") != self.environment:
            return frozenset()
        keys = stored.get("passed")
        return frozenset(map(str, keys)) if isinstance(keys, list) else frozenset()

    def packages(self) -> dict[str, str | None]:
        """The versions with which it last went well; empty if there was no such time."""
        packages = self._stored().get("packages")
        return packages if isinstance(packages, dict) else {}

    def add(self, keys: Iterable[str]) -> None:
        """Store that notebooks have scored as they should; warns where that cannot be written."""
        self._store(installed(), self.passed().union(keys))

    def forget(self) -> None:
        """Let nothing count as tried any more; the packages are kept to compare with."""
        if self.passed():
            self._store(self.packages(), frozenset())

    def changes(self) -> str:
        """Which packages are others than when it last went well, in words; empty if none are."""
        before = self.packages()
        return differences(before, installed()) if before else ""

    def _stored(self) -> dict:
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}  # there is none, or nobody can read it
        return stored if isinstance(stored, dict) else {}

    def _store(self, packages: dict[str, str | None], passed: frozenset[str]) -> None:
        stored = {"packages": packages, "environment": self.environment, "passed": sorted(passed)}
        try:
            with whole_file(self.path) as file:
                json.dump(stored, file, indent=1)
        except OSError as error:
            warnings.warn(
                f"{self.path} cannot be written ({error.strerror}): the pre-flight will be "
                "repeated next time.",
                stacklevel=2,
            )


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

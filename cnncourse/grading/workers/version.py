"""The version of the grading: what, if it changes, can change a score."""

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nbformat

from cnncourse.grading.plugins.seeds import course_secret
from cnncourse.grading.sandbox import KernelSettings
from cnncourse.grading.workers.known_answers import FOLDER

PACKAGES = (
    "ipykernel",
    "ipython",
    "keras",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "nbgrader",
    "numpy",
    "scikit-learn",
    "scipy",
    "tensorflow",
    "torch",
)
"""What runs and scores a notebook, beside this package."""


def grading_version(
    root: Path, assignment: str, kernel_settings: KernelSettings | None = None
) -> str:
    """Digest of everything but the submission itself that a score depends on.

    It covers the source notebook, as far as nbgrader and the kernel see it (running it, or saving
    it again, changes nothing), the other files of the assignment, nbgrader_config.py, the course's
    secret, this package's own code, the versions of Python and of `PACKAGES`, and what a notebook
    may use and whether it is locked in; not how many are graded at a time, nor how kernels start.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignment : str
        Name of a folder in solutions/.
    kernel_settings : KernelSettings, optional

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    CourseError
        If the course's secret can neither be read nor made.
    """
    folder = Path(root) / "solutions" / assignment
    kernel_settings = kernel_settings or KernelSettings()
    parts = {
        "assignment": {str(p.relative_to(folder)): _content(p) for p in _files(folder, "*")},
        "secret": _sha256(course_secret(root)),
        "config": _sha256((Path(root) / "nbgrader_config.py").read_bytes()),
        # Its version does not change while somebody works on its checks.
        "cnncourse": [_content(path) for path in _files(Path(__file__).parents[2], "*.py")],
        "packages": installed(),
        "settings": {
            "sandboxed": kernel_settings.sandboxed,
            "limits": kernel_settings.limits.as_dict(),
        },
    }
    return _sha256(json.dumps(parts, sort_keys=True).encode())


def installed() -> dict[str, str | None]:
    """The versions of Python and of `PACKAGES` in this process; None for what is not there."""
    packages = {name: _installed(name) for name in PACKAGES}
    return {"python": platform.python_version(), **packages}


def differences(one: dict[str, str | None], other: dict[str, str | None]) -> str:
    """What is of another version, in words; empty if nothing is.

    Examples
    --------
    >>> differences({"numpy": "2.3.1", "torch": None}, {"numpy": "2.4.6", "torch": None})
    'numpy 2.3.1 and 2.4.6'
    """
    return ", ".join(
        f"{name} {one.get(name) or 'none'} and {other.get(name) or 'none'}"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    )


def _files(folder: Path, pattern: str) -> list[Path]:
    """The files below a folder, without known answers and what editors and Python leave behind."""
    paths = (path for path in folder.rglob(pattern) if path.is_file())
    left_out = {FOLDER, "__pycache__", ".ipynb_checkpoints"}
    return sorted(p for p in paths if left_out.isdisjoint(p.relative_to(folder).parts))


def _content(path: Path) -> str:
    if path.suffix != ".ipynb":
        return _sha256(path.read_bytes())
    notebook = nbformat.read(path, as_version=4)
    cells = [
        [c.cell_type, c.source, c.metadata.get("nbgrader"), c.metadata.get("tags")]
        for c in notebook.cells
    ]
    seen = [cells, notebook.metadata.get("kernelspec")]
    return _sha256(json.dumps(seen, sort_keys=True).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

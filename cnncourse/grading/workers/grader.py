"""Grades one submission after another with nbgrader, in a course folder of its own."""

import gc
import shutil
import tempfile
import time
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath

import nbformat
from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks import repair
from cnncourse.grading.notebooks.edits import framework_of
from cnncourse.grading.notebooks.notebook_file import NotANotebookError
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.plugins.disk import DiskError, tell_if_full
from cnncourse.grading.plugins.page_filters import shown_as_typed
from cnncourse.grading.plugins.seeds import SECRET, seed_of, write_secret
from cnncourse.grading.plugins.trouble import NoKernelsError, one_line, reason, unfit
from cnncourse.grading.result import NEEDS_A_LOOK, Result
from cnncourse.grading.sandbox import KernelSettings, kernels
from cnncourse.grading.workers.bundle import GRADEBOOK, Bundle, private
from cnncourse.grading.workers.preload import imports_of

# One name for all: a student's own may hold what means something in a path, and is not for others.
_STUDENT = "student"
_MADE = ("submitted", "autograded", "feedback", SECRET.parts[0])
_UNCLEAR = (
    f"It is not clear which framework it picks, {' or '.join(FRAMEWORKS)}: FRAMEWORK has to be set "
    "to one of these names, as in the student version."
)


class Grader:
    """Grades submissions to one assignment, one at a time.

    It holds nothing of a submission once that is graded: files, rows and kernel are gone.

    Parameters
    ----------
    bundle : Bundle
    kernel_settings : KernelSettings, optional
    shared : Path, optional
        As in `cnncourse.grading.sandbox.kernels`.
    folder : Path, optional
        Where to make the private course folder.

    Raises
    ------
    CourseError
        If this machine cannot grade; other exceptions where the course's settings are wrong.
    """

    def __init__(
        self,
        bundle: Bundle,
        kernel_settings: KernelSettings | None = None,
        *,
        shared: Path | None = None,
        folder: Path | None = None,
    ):
        self._bundle = bundle
        self._assignment = bundle.assignment
        self._released = bundle.student_version
        self._has_choice = framework_of(self._released) is not None
        self._gradebook = bundle.read(GRADEBOOK)
        self._kernel_settings = kernel_settings
        self._shared = shared
        self._folder = tempfile.TemporaryDirectory(
            prefix="cnncourse-grader-", dir=folder, ignore_cleanup_errors=True
        )
        self._root = Path(self._folder.name)
        self._kernels = ExitStack()
        try:
            bundle.unpack(self._root)
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        """Have kernels ready, new ones if there were any."""
        self._kernels.close()
        preload = imports_of(self._bundle.source)
        with warnings.catch_warnings():
            # Modules that could not be imported ahead: pre-flight says whether they matter.
            warnings.simplefilter("ignore")
            offer = kernels(self._kernel_settings, preload=preload, shared=self._shared)
            name = self._kernels.enter_context(offer)
        overrides = private(self._root)
        overrides.merge(Config({"Execute": {"kernel_name": name}}))
        self._course = Course(self._root, overrides=overrides, lasting=False)
        self._kernels.callback(self._course.close)
        gc.collect()
        gc.freeze()  # what stays for the whole class is not looked through again and again

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        """End the kernels and remove the folder."""
        self._kernels.close()
        self._folder.cleanup()
        gc.unfreeze()

    def grade(self, student: str, files: Mapping[str, bytes]) -> Result:
        """Grade one submission; whatever goes wrong is told in the result, not raised.

        Parameters
        ----------
        student : str
        files : mapping of str to bytes
            Content of each file by its path in the submission's folder.

        Raises
        ------
        NoKernelsError
            If kernels do not start any more: then it is not about this submission.
        DiskError
            If the disk is full: nor is that.
        """
        start = time.perf_counter()
        try:
            result = self._grade(student, files)
        except (NoKernelsError, DiskError):
            raise
        except Exception as error:
            tell_if_full(error)
            result = self._unscored(reason(error))
        finally:
            self._tidy()
        return replace(result, student=student, seconds=time.perf_counter() - start)

    def _grade(self, student: str, files: Mapping[str, bytes]) -> Result:
        name = f"{self._assignment}.ipynb"
        note = unfit(files, name)
        if note:
            return self._unscored(note)
        try:
            mended, remarks = repair.notebook(files[name], self._released)
        except NotANotebookError as error:
            return self._unscored(f"{name} {error}.")
        self._write({**files, name: nbformat.writes(mended).encode()})
        # The student's name, and the notebook as it was handed in, are known here alone.
        digest = Submission(student, lambda: files).digest
        write_secret(self._root / SECRET, seed_of(self._bundle.secret, student, digest))
        result = self._autograded()
        if self._has_choice and not framework_of(mended) and not result.note:
            result = replace(result, status=NEEDS_A_LOOK, note=_UNCLEAR)
        if remarks and not result.note:
            result = replace(result, note=one_line(f"{name} {'; it '.join(remarks)}."))
            if any(isinstance(remark, repair.Tampering) for remark in remarks):
                result = replace(result, status=NEEDS_A_LOOK)
        if not result.scores:
            return result
        try:
            page, remark = self._course.feedback(self._assignment, _STUDENT)
        except DiskError:
            raise
        except CourseError as error:
            notebook = shown_as_typed(result.notebook)
            return replace(result, status=NEEDS_A_LOOK, note=reason(error), notebook=notebook)
        if remark:
            result = replace(result, notebook=shown_as_typed(result.notebook))
        return replace(result, page=page, note=one_line(f"{result.note} {remark}"))

    def _autograded(self) -> Result:
        result = self._course.autograde(self._assignment, _STUDENT)
        if not result.scores and not self._course.last_cell:
            # Not the student's doing: nothing of it ran. Maybe what starts the kernels was killed.
            try:
                self._start()
            except CourseError as error:
                raise NoKernelsError(str(error)) from error
            result = self._course.autograde(self._assignment, _STUDENT)
        return result

    def _unscored(self, note: str) -> Result:
        return self._bundle.unscored(_STUDENT, note)

    def _write(self, files: Mapping[str, bytes]) -> None:
        folder = self._root / "submitted" / _STUDENT / self._assignment
        for name, content in files.items():
            relative = PurePosixPath(name)
            if relative.is_absolute() or ".." in relative.parts:
                raise ValueError(f"the path {name!r} leads out of the submission's folder.")
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _tidy(self) -> None:
        for name in _MADE:
            shutil.rmtree(self._root / name, ignore_errors=True)
        # As it was before the submission: quicker than removing rows, and nothing can be left,
        # nor a journal that SQLite would roll back into it.
        for path in self._root.glob(f"{GRADEBOOK}*"):
            path.unlink()
        (self._root / GRADEBOOK).write_bytes(self._gradebook)

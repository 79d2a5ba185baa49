"""What runs in a Dask worker that grades: a grader, made when the first submission comes."""

import signal
import threading
from importlib import import_module
from pathlib import Path
from uuid import uuid4

from distributed import WorkerPlugin, get_worker

from cnncourse.errors import CourseError
from cnncourse.grading.plugins.disk import DiskError, disk_trouble_told
from cnncourse.grading.plugins.trouble import NoKernelsError, reason
from cnncourse.grading.result import Result
from cnncourse.grading.sandbox import KernelSettings
from cnncourse.grading.workers.bundle import Bundle
from cnncourse.grading.workers.version import differences, installed

_GRADER = "cnncourse.grading.workers.grader"  # slow to import
IDLE = 900.0
"""Seconds without a submission, after which a worker closes its grader until the next one."""


class GraderPlugin(WorkerPlugin):
    """Gives each worker of a cluster what it needs to grade an assignment.

    The grader itself is made when the first submission comes, and closed with the worker. A worker
    that joins later has to have the packages that those have on which the class was begun.

    Parameters
    ----------
    bundle : Bundle
    kernel_settings : KernelSettings
    packages : dict of str to str
        What the workers have installed, as `version.installed` says it.
    shared : Path, optional
        As in `cnncourse.grading.sandbox.kernels`.
    local : bool
        Whether the workers are processes of this machine, begun for this class.
    """

    def __init__(
        self,
        bundle: Bundle,
        kernel_settings: KernelSettings,
        packages: dict,
        *,
        shared: Path | None = None,
        local: bool,
    ):
        self.name = f"cnncourse-{uuid4().hex}"
        self._bundle = bundle
        self._kernel_settings = kernel_settings
        self._packages = packages
        self._shared = shared
        self._local = local

    def setup(self, worker):
        """Called by Dask in each worker, at once or when it joins the cluster."""
        self.grader = self._rest = None
        # nbgrader changes the working folder of the whole process.
        self._one_at_a_time = threading.Lock()
        # Dask removes what is left there of a worker that was killed.
        self._folder = Path(worker.local_directory)
        if self._local:
            _leave_interrupts_to_the_parent()
            import_module(_GRADER)  # meanwhile the server of kernels imports what these need

    def teardown(self, worker=None):
        """Called by Dask when the worker closes, or when grading is over."""
        grader, self.grader = self.grader, None
        if grader is not None:
            grader.close()

    def grade(self, student: str, files: dict[str, bytes]) -> Result:
        """Grade one submission."""
        with self._one_at_a_time:
            if self._rest:
                self._rest.cancel()
            if self.grader is None:
                if other := differences(self._packages, installed()):
                    raise CourseError(
                        f"it joined with other packages than the first ones: {other}."
                    )
                make = import_module(_GRADER).Grader
                self.grader = make(
                    self._bundle, self._kernel_settings, shared=self._shared, folder=self._folder
                )
            try:
                return self.grader.grade(student, files)
            finally:
                # Whoever sends the submissions may have been killed: keep no kernels for ever.
                self._rest = threading.Timer(IDLE, self._close_at_rest)
                self._rest.daemon = True
                self._rest.start()

    def _close_at_rest(self) -> None:
        with self._one_at_a_time:
            self.teardown()


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C in a terminal reaches all its processes; the first one then ends the others."""
    if threading.current_thread() is threading.main_thread():
        # A function, because what is merely ignored stays ignored in the kernels.
        signal.signal(signal.SIGINT, lambda *_: None)


def grade_with(plugin: str, student: str, files: dict[str, bytes]) -> Result:
    """The task: grade one submission with a plugin of the worker that runs it."""
    try:
        with disk_trouble_told():
            return get_worker().plugins[plugin].grade(student, files)
    except (NoKernelsError, DiskError):
        raise
    except Exception as error:
        # In words, because the class may not exist in the process that reads it.
        raise CourseError(f"A worker cannot grade: {reason(error)}") from None

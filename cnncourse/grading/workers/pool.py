"""Grades many submissions at once, in Dask workers on this machine or on a cluster."""

import logging
import math
import queue
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from distributed import Client, Future, KilledWorker

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.plugins.trouble import NoKernelsError, reason
from cnncourse.grading.result import Result
from cnncourse.grading.sandbox import KernelSettings
from cnncourse.grading.workers.bundle import Bundle
from cnncourse.grading.workers.interrupts import noted_interrupts
from cnncourse.grading.workers.local_cluster import default_jobs, local_cluster
from cnncourse.grading.workers.version import differences, installed
from cnncourse.grading.workers.worker_plugin import GraderPlugin, grade_with

if TYPE_CHECKING:  # it exists on Linux alone
    from cnncourse.grading.sandbox.server import ForkServer

IN_FLIGHT = 2
"""Submissions sent per worker: one that it grades, and the next one."""
TO_CONNECT = 20.0
"""Seconds to reach the scheduler of a cluster."""
SECONDS_WITHOUT_WORKERS = 120.0
"""Seconds without a single worker, after which nobody waits any longer."""
KILLED = "Grading it ended the grader itself, again and again: read the code before you run it."


@contextmanager
def grading_workers(
    bundle: Bundle,
    kernel_settings: KernelSettings | None = None,
    *,
    cluster=None,
    server: "ForkServer | None" = None,
) -> Iterator[Callable[[Iterable[Submission]], Iterator[Result]]]:
    """Start workers that grade submissions to one assignment.

    Parameters
    ----------
    bundle : Bundle
    kernel_settings : KernelSettings, optional
        Its `jobs` are worker processes on this machine; by default as many as
        `local_cluster.default_jobs` finds cores and memory for.
    cluster : str or Dask cluster, optional
        Address of the scheduler of a Dask cluster to use instead, such as "tcp://10.0.0.1:8786",
        or the cluster itself, which knows the credentials that it may ask for. Its workers have
        this package installed, and nothing else of the course. They should have one thread each,
        because nbgrader changes the working folder of its whole process.
    server : ForkServer, optional
        Has begun to import what kernels need, for workers that are all on this machine, as those of
        a cluster are not in general; without it each has one of its own.

    Yields
    ------
    callable
        Takes an iterable of Submission and yields a Result for each, in the order in which they
        are ready. It can be called again and again. Only a few submissions for each worker are
        read and sent at a time, so that memory does not grow with their number.

        A submission whose worker died is graded by another worker, in the end with nothing else
        going on; if that one dies, too, the submission "needs a look". One for which no kernel
        started is tried again in the same way: the notebooks beside it may be to blame.

    Raises
    ------
    CourseError
        If the cluster cannot be reached or has no workers, if these do not have the same packages,
        or if one cannot begin to grade: a package is missing there, or the sandbox.
    """
    kernel_settings = kernel_settings or KernelSettings()
    shared = server.folder if server else None
    with ExitStack() as opened:
        raise_lost_interrupt = opened.enter_context(noted_interrupts())
        opened.enter_context(_quiet())
        address = cluster or opened.enter_context(
            local_cluster(kernel_settings.jobs or default_jobs())
        )
        client = opened.enter_context(_connected(address))
        try:
            packages = _packages_of(client)
            plugin = GraderPlugin(
                bundle, kernel_settings, packages, shared=shared, local=cluster is None
            )
            client.register_plugin(plugin)
        except CourseError:
            raise
        except Exception as error:
            raise CourseError(f"The workers cannot grade: {reason(error)}") from error
        if shared:
            server.wait()
        opened.callback(_forget, client, plugin.name)
        given = client, plugin.name, bundle, raise_lost_interrupt

        def grade_all(submissions: Iterable[Submission]) -> Iterator[Result]:
            results = _Run(*given).results(submissions)
            opened.callback(results.close)  # while there are workers whose work can be called off
            return results

        yield grade_all


@dataclass
class _Run:
    """One round of submissions."""

    client: Client
    plugin: str
    bundle: Bundle
    raise_lost_interrupt: Callable[[], None]
    done: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    sent: dict = field(default_factory=dict)
    beside: dict[Submission, list[str]] = field(default_factory=dict)
    count: int = 0
    counted: float = -math.inf

    def results(self, submissions: Iterable[Submission]) -> Iterator[Result]:
        """Results as they come."""
        suspects = []
        try:
            yield from self._graded(submissions, suspects, lambda: IN_FLIGHT * self._workers())
            # Alone, so that no other submission takes the blame for what one of them does.
            alone, killers = list(suspects), []
            yield from self._graded(alone, killers, lambda: 1)
            for submission in killers:
                yield self._unscored(submission, KILLED)
        finally:
            self.client.cancel(list(self.sent))
            self.sent.clear()

    def _graded(self, submissions, suspects: list, room) -> Iterator[Result]:
        """Grade submissions, no more at a time than there is room for."""
        waiting = iter(submissions)
        more = True
        while more or self.sent:
            while more and len(self.sent) < max(room(), 1):
                submission = next(waiting, None)
                more = submission is not None
                if more:
                    unread = self._send(submission)
                    if unread:
                        yield unread
            if self.sent:
                result = self._received(self._next_done(), suspects)
                if result:
                    yield result

    def _send(self, submission: Submission) -> Result | None:
        try:
            files = dict(submission.files())
        except OSError as error:
            return self._unscored(submission, f"It cannot be read: {error.strerror or error}.")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")
            future = self.client.submit(
                grade_with, self.plugin, submission.student, files, pure=False
            )
        self.sent[future] = submission
        future.add_done_callback(self.done.put)
        return None

    def _next_done(self) -> Future:
        lonely_since = None
        while True:
            self.raise_lost_interrupt()
            try:
                return self.done.get(timeout=5)
            except queue.Empty:
                if self.client.status != "running":
                    raise CourseError("The scheduler of the cluster has gone.") from None
                if self._workers():
                    lonely_since = None
                    continue
                lonely_since = lonely_since or time.monotonic()
                if time.monotonic() - lonely_since > SECONDS_WITHOUT_WORKERS:
                    raise CourseError("The cluster has no worker any more.") from None

    def _received(self, future: Future, suspects: list) -> Result | None:
        submission = self.sent.pop(future)
        try:
            return future.result()
        except KilledWorker:
            suspects.append(submission)
            return None
        except NoKernelsError as error:
            if submission in self.beside:
                raise self._no_kernels_for(submission, error) from None
            self.beside[submission] = [other.student for other in self.sent.values()]
            suspects.append(submission)
            return None
        except CourseError:
            raise
        except CancelledError:
            raise CourseError("The scheduler of the cluster has gone.") from None
        except Exception as error:
            raise CourseError(f"A worker cannot grade: {reason(error)}") from error

    def _no_kernels_for(self, submission: Submission, error: NoKernelsError) -> CourseError:
        names = ", ".join(self.beside[submission]) or "none"
        return CourseError(
            f"No kernel starts for the notebook of {submission.student}, not even with nothing "
            f"else going on: {reason(error)} When that began, these were in work beside it: "
            f"{names}. What is graded is kept: read these, then run the same command again."
        )

    def _workers(self) -> int:
        """How many there are, asked anew every few seconds: a cluster may grow and shrink."""
        if time.monotonic() > self.counted + 5:
            self.count, self.counted = len(self.client.nthreads()), time.monotonic()
        return self.count

    def _unscored(self, submission: Submission, note: str) -> Result:
        return self.bundle.unscored(submission.student, note)


@contextmanager
def _connected(address) -> Iterator[Client]:
    try:
        client = Client(address, set_as_default=False, timeout=TO_CONNECT)
    except (OSError, ValueError) as error:
        raise CourseError(f"No Dask scheduler answers at {address}.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_WITHOUT_WORKERS)
        except TimeoutError:
            raise CourseError(f"The cluster at {address} has no workers: start some.") from None
        yield client


def _packages_of(client: Client) -> dict[str, str | None]:
    """What all workers have installed; raises CourseError where they differ."""
    (one, packages), *others = client.run(installed).items()
    for other, own in others:
        if own != packages:
            raise CourseError(
                f"Not grading: the workers {one} and {other} have {differences(packages, own)}. "
                "Scores could depend on which of them grades: give all the same packages."
            )
    return packages


def _forget(client: Client, plugin: str) -> None:
    """Close the graders of a cluster that goes on; those of one that has gone are closed."""
    try:
        client.unregister_worker_plugin(plugin)
    except Exception:
        logging.getLogger(__name__).debug("The cluster had gone already.", exc_info=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log off the terminal: what it says of dying workers is in the results."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)

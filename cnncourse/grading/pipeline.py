"""Grade a class: from the hand-ins to the gradebook, the tables and the report."""

import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from tqdm import tqdm

from cnncourse.errors import CourseError
from cnncourse.grading.gradebook.ledger import Ledger, ledger_path
from cnncourse.grading.gradebook.manual_grades import with_manual_grades
from cnncourse.grading.gradebook.store import Store
from cnncourse.grading.gradebook.writer import GradebookWriter
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.intake.placing import place
from cnncourse.grading.intake.taking_in import HandIn, sentences, take_in
from cnncourse.grading.notebooks.edits import sample_hand_ins
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.plugins.disk import check_disk, disk_trouble_told
from cnncourse.grading.plugins.trusted import untrusted_points
from cnncourse.grading.result import Result
from cnncourse.grading.sandbox import KernelSettings, kernel_server, require_sandbox
from cnncourse.grading.workers.bundle import GRADEBOOK, Bundle, make_bundle
from cnncourse.grading.workers.pool import grading_workers
from cnncourse.grading.workers.preflight import frameworks_of, preflight, trials
from cnncourse.grading.workers.preflight_record import PreflightRecord, environment_of
from cnncourse.grading.workers.preload import imports_of
from cnncourse.grading.workers.version import grading_version

REFUSED = "refused"
"""In place of a digest: nothing of the hand-in was taken."""
UNREAD = "unread"
"""In place of a digest: the hand-in could not be read."""


@dataclass(frozen=True)
class Settings:
    """How a class is graded.

    Attributes
    ----------
    kernels : KernelSettings
        How notebooks are run.
    cluster : str or Dask cluster, optional
        Address of the scheduler of a Dask cluster, "tcp://...", or the cluster itself; then
        `kernels.jobs` does not count.
    db_url : str, optional
        The gradebook, as nbgrader takes it; without it the one of nbgrader_config.py.
    repeat_preflight : bool
        Repeat the pre-flight though nothing has changed since it went well.
    """

    kernels: KernelSettings = field(default_factory=KernelSettings)
    cluster: object = None
    db_url: str | None = None
    repeat_preflight: bool = False


@dataclass(frozen=True)
class Graded:
    """A graded class; its results are read as often as they are asked for, without keeping them.

    They come from the ledger, with what people have entered into the gradebook since.

    Attributes
    ----------
    root : Path
        The course's folder.
    assignment : str
    db_url : str
        Of the gradebook.
    student_version : NotebookNode
    remarks : tuple of HandIn
        Hand-ins that were refused, or had something unusual about them; and students whose folder
        holds none.
    samples : frozenset of str
        Students who are samples: known by their notebook, as a name is anybody's.
    """

    root: Path
    assignment: str
    db_url: str
    student_version: NotebookNode
    remarks: tuple[HandIn, ...] = ()
    samples: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Result]:
        with Ledger(ledger_path(self.root, self.assignment)) as ledger:
            yield from with_manual_grades(ledger.results(), self.db_url, self.assignment)


@disk_trouble_told()
def grade(
    assignment: str,
    root: Path = Path("."),
    *,
    hand_ins: Iterable[Path] = (),
    samples: bool = False,
    again: bool = False,
    settings: Settings | None = None,
) -> Graded:
    """Grade every submission of an assignment that is not graded yet.

    Submissions lie in submitted/<student>/<assignment>/<assignment>.ipynb; the executed
    notebooks go to autograded/, pages for the students to feedback/, and the scores to nbgrader's
    gradebook. Killed at any moment and called again, it goes on where it was.

    Parameters
    ----------
    assignment : str
        Name of a folder in solutions/.
    root : Path
        The course's folder.
    hand_ins : iterable of Path
        Folders or zip files, as a learning platform gives them, to take in first.
    samples : bool
        Hand in a set of sample notebooks first: full marks, blank, half done, crashing, broken.
    again : bool
        Grade those again that are graded already.
    settings : Settings, optional

    Returns
    -------
    Graded
        One result per submission, by the students' names. A submission that crashed or ran out of
        time is there too, with the status "needs a look".

    Raises
    ------
    CourseError
        If there is nothing to grade, if the pre-flight fails, or if the disk does not take what is
        to be written.
    """
    settings = settings or Settings()
    course = Course(root)
    check_disk(course.root)
    if settings.kernels.warm and not settings.kernels.sandboxed:
        warnings.warn("Without the sandbox every kernel starts cold, which is slow.", stacklevel=2)
    if _in_own_sandbox(settings):
        require_sandbox()
    bundle = make_bundle(course, assignment)
    if forgeable := untrusted_points(bundle.source):
        warnings.warn(
            f"A student's code can forge the points of {', '.join(forgeable)}: give them "
            "trusted checks.",
            stacklevel=2,
        )
    taken = [h for path in hand_ins for h in take_in(path, course, assignment)]
    if samples:
        taken += _samples_handed_in(course, bundle)
    _grade_what_is_new(course, bundle, taken, settings, again)
    remarks = tuple(hand_in for hand_in in taken if hand_in.note) + tuple(
        HandIn(name, None, f"Nothing to grade: submitted/{name}/ has no folder {assignment}/.")
        for name in course.empty_handed()
    )
    db_url = settings.db_url or course.db_url
    samples_there = frozenset(_samples_there(course, bundle))
    return Graded(course.root, assignment, db_url, bundle.student_version, remarks, samples_there)


def _samples_handed_in(course: Course, bundle: Bundle) -> list[HandIn]:
    """Hand the samples in; a student who has a sample's name keeps what was handed in."""
    hand_ins = []
    for student, notebook in sample_hand_ins(bundle.source, bundle.student_version).items():
        notes: list[str] = []
        folder = course.root / "submitted" / student
        placed = place(notebook, None, {}, {}, folder, bundle.assignment, notes)
        hand_ins.append(HandIn(student, placed, sentences(notes)))
    return hand_ins


def _samples_there(course: Course, bundle: Bundle) -> Iterator[str]:
    """Students whose notebook is, to the byte, the sample of their name."""
    folders = course.submissions(bundle.assignment)
    for student, notebook in sample_hand_ins(bundle.source, bundle.student_version).items():
        with suppress(OSError, KeyError):
            if (folders[student] / f"{bundle.assignment}.ipynb").read_bytes() == notebook:
                yield student


def _in_own_sandbox(settings: Settings) -> bool:
    """Whether kernels run in a sandbox of this machine."""
    return settings.kernels.sandboxed and not settings.cluster


def _kernels_ahead(source: NotebookNode, frameworks: list[str | None], settings: Settings):
    """Begin to import what a class needs, where the kernels are going to run on this machine."""
    if not _in_own_sandbox(settings):
        return nullcontext()
    return kernel_server(imports_of(source, frameworks), settings.kernels)


def _grade_what_is_new(
    course: Course, bundle: Bundle, taken: list[HandIn], settings: Settings, again: bool
) -> None:
    """Bring every submission that is not graded yet, or all of them, into the gradebook."""
    assignment = bundle.assignment
    folders = course.submissions(assignment)
    refused = [h for h in taken if h.folder is None and h.student not in folders]
    if not folders and not refused:
        raise CourseError(
            f"Nothing to grade: put each notebook at submitted/<student>/{assignment}/"
            f"{assignment}.ipynb, or name a folder or a zip of hand-ins with --from."
        )
    version = grading_version(course.root, assignment, settings.kernels)
    with (
        Ledger(ledger_path(course.root, assignment)) as ledger,
        GradebookWriter(
            settings.db_url or course.db_url, assignment, config=course.config
        ) as gradebook,
    ):
        _enter(bundle, gradebook)
        store = Store(course.root, assignment, gradebook, ledger, version)
        for hand_in in refused:
            store.put(bundle.unscored(hand_in.student, hand_in.note), digest=REFUSED)
        submissions = [Submission.of_folder(name, path) for name, path in folders.items()]
        readable = _put_unreadable(submissions, bundle, store)
        todo = readable if again else _enter_graded(readable, store)
        if todo:
            _grade(course, bundle, todo, store, settings, _picked(taken))


def _picked(taken: list[HandIn]) -> dict[str, str | None]:
    """The framework of each student's notebook, where taking it in has told."""
    return {h.student: h.framework for h in taken if h.folder is not None}


def _enter_graded(submissions: list[Submission], store: Store) -> list[Submission]:
    """Enter stored results into a gradebook that lacks them; returns those without a result."""
    left = []
    for submission in submissions:
        if result := store.result_of(submission):
            store.enter(result)
        else:
            left.append(submission)
    return left


def _put_unreadable(
    submissions: list[Submission], bundle: Bundle, store: Store
) -> list[Submission]:
    """Store that those which cannot be read need a look; returns the others."""
    readable = []
    for submission in submissions:
        try:
            _ = submission.digest  # for which all of it is read, once
        except OSError as error:
            note = f"It cannot be read: {error.strerror} ({error.filename})."
            store.put(bundle.unscored(submission.student, note), digest=UNREAD)
        else:
            readable.append(submission)
    return readable


def _enter(bundle: Bundle, gradebook: GradebookWriter) -> None:
    """Bring the assignment into the gradebook, from the one that generating it wrote."""
    with tempfile.TemporaryDirectory(prefix="cnncourse-") as folder:
        template = Path(folder, GRADEBOOK)
        template.write_bytes(bundle.read(GRADEBOOK))
        gradebook.ensure_assignment(f"sqlite:///{template}")


def _grade(
    course: Course,
    bundle: Bundle,
    todo: list[Submission],
    store: Store,
    settings: Settings,
    picked: dict[str, str | None],
) -> None:
    """Make sure that known notebooks score as known, then grade those that are to do."""
    name = bundle.assignment
    known = {picked.get(submission.student) for submission in todo} - {None}
    unread = (s.files() for s in todo if not picked.get(s.student))
    notebooks = (files.get(f"{name}.ipynb", b"") for files in unread)
    frameworks = frameworks_of(bundle.source, notebooks, known)
    with (
        # What kernels need takes longest to import: that goes on while workers are started.
        _kernels_ahead(bundle.source, frameworks, settings) as server,
        grading_workers(
            bundle, settings.kernels, cluster=settings.cluster, server=server
        ) as grade_all,
    ):
        folder = course.root / "solutions" / name
        tried = trials(bundle.source, bundle.student_version, folder, frameworks)
        record = PreflightRecord(
            ledger_path(course.root, name).with_suffix(".json"),
            environment_of(store.version, warm=settings.kernels.warm) if server else None,
        )
        preflight(name, tried, grade_all, record, again=settings.repeat_preflight)
        digests = {submission.student: submission.digest for submission in todo}
        results = grade_all(todo)
        for result in tqdm(results, total=len(todo), desc="grading", unit="notebook"):
            store.put(result, digests[result.student])

"""Where the attacks are let loose: a class with secrets to find and files to harm, well watched."""

import ctypes
import hashlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import attack_corpus as corpus
import psutil
from nbgrader.api import Gradebook

from cnncourse.grading.notebooks.edits import answers_of, submit, with_answers
from cnncourse.grading.plugins.course import Course
from cnncourse.grading.sandbox import KernelSettings, Limits

CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"
TIMES = """
c.Execute.timeout_func = lambda cell: 8 if "# never ends" in cell.source else 300
c.LimitedExecute.stop_timeout = 20
c.PageExporter.seconds = 2
"""
"""What never ends has few seconds, and some to stop in; all else more than a busy machine takes.
A page is given seconds of processor time, however busy the machine is."""
MIB = 2**20
LIMITS = Limits(
    memory=700 * MIB,
    address_space=3000 * MIB,
    processes=120,
    file_size=32 * MIB,
    scratch=64 * MIB,
    cpu_seconds=40,
    wall_seconds=120,
    cell_output=6 * MIB,
    notebook_output=8 * MIB,
)
GROUP = 15
"""After so many attacks comes a right notebook, to see that the batch goes on."""
BLANK = "000_blank"
SECONDS = 3600
"""For the whole class; only a batch that hangs takes this long."""
_SUBREAPER = 36


@dataclass
class Class:
    """A class of attackers.

    Attributes
    ----------
    root, home, scratch : Path
        The course's folder; the home folder of whoever grades, and the one for temporary files.
    token : str
        What attacks write, send and show, to be told from all else.
    canaries : dict of str to str
        Secret texts by the place where each is.
    students : dict of str to str
        Who hands an attack in, by the attack's name; the names say whose turn it is.
    right : list of str
        Students with right answers, who come before, between and after the attacks.
    """

    root: Path
    home: Path
    scratch: Path
    token: str
    canaries: dict[str, str]
    students: dict[str, str] = field(default_factory=dict)
    right: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Watched:
    """What grading the class did, as seen from outside.

    Attributes
    ----------
    exit : int or None
        The grader's exit status; None if it hung.
    printed : str
        What it showed on the terminal.
    peak : int
        The most memory that one of its processes held outside of a sandbox, in bytes.
    left : list of str
        Processes that have outlived it.
    before : dict of Path to str
        The `digests` before it began.
    """

    exit: int | None
    printed: str
    peak: int
    left: list[str]
    before: dict[Path, str]


def make_class(root: Path, *, trusted: bool = True) -> Class:
    """A course with the assignment, full of things that are nobody's business."""
    places = ("environment", "home", "solution", "check", "fellow", "gradebook")
    canaries = {place: f"canary-{place}-{secrets.token_hex(8)}" for place in places}
    canaries["secret"] = f"canary-secret-{secrets.token_hex(9)}"  # as long as a course's secret is
    folders = [root / name for name in ("course", "home", "tmp")]
    for folder in folders:
        folder.mkdir()
    made = Class(*folders, f"token{secrets.token_hex(8)}", canaries)
    secret = made.root / ".grading" / "secret"
    secret.parent.mkdir()
    secret.write_text(canaries["secret"])
    (made.home / "diary.txt").write_text(canaries["home"])
    (made.home / ".ssh").mkdir()
    (made.home / ".ssh" / "id_ed25519").write_text(canaries["home"])
    corpus.write_source(made.root, trusted=trusted, canaries=canaries)
    (made.root / "nbgrader_config.py").write_text(CONFIG.read_text() + TIMES)
    Course(made.root).generate(corpus.ASSIGNMENT)
    with Gradebook(gradebook_url(made), "cnncourse") as gradebook:
        gradebook.add_student("fellow", first_name=canaries["gradebook"])
    return made


def gradebook_url(made: Class) -> str:
    """The gradebook as nbgrader takes it."""
    return f"sqlite:///{made.root / 'gradebook.db'}"


def hand_in_all(made: Class, attacks: list[corpus.Attack], lures: Mapping) -> None:
    """Hand in the attacks, a blank notebook, and right ones before, between and after them."""
    course = Course(made.root)
    released, source = course.released(corpus.ASSIGNMENT), course.source(corpus.ASSIGNMENT)
    known = {
        "course": str(made.root),
        "home": str(made.home),
        "token": made.token,
        "assignment": corpus.ASSIGNMENT,
        **lures,
    }
    for number, attack in enumerate(attacks, start=1):
        if number % GROUP == 1:
            made.right.append(f"{number:03}_a_right_one")
        made.students[attack.name] = f"{number:03}_{attack.name}"
        corpus.hand_in(attack, released, made.root, made.students[attack.name], known)
    made.right.append("999_right")
    answers = answers_of(source)
    answers["loss"] += f"\n# {made.canaries['fellow']}"
    for student in made.right:
        submit(with_answers(released, answers), made.root, student, corpus.ASSIGNMENT)
    submit(released, made.root, BLANK, corpus.ASSIGNMENT)


def grade_class(made: Class, jobs: int = 2) -> Watched:
    """Grade the class in a process of its own, as an instructor would, and watch it."""
    environment = {
        **os.environ,
        "HOME": str(made.home),
        "TMPDIR": str(made.scratch),
        "DATABASE_PASSWORD": made.canaries["environment"],
    }
    command = [sys.executable, __file__, str(made.root), str(jobs)]
    log = made.root.parent / "printed.txt"
    others = {process.pid for process in psutil.Process().children(recursive=True)}
    files = digests(made)
    with _orphans_are_ours(), open(log, "wb") as stream:
        started = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        peak = _watch(started)
        code = started.poll()
        started.kill()
        started.wait()
        left = _still_there(others)
    return Watched(code, log.read_text(errors="replace"), peak, left, files)


def digests(made: Class) -> dict[Path, str]:
    """What must not change: solutions, hand-ins, the home folder."""
    tops = [made.home, made.root / "solutions", made.root / "submitted"]
    files = sorted(path for top in tops for path in top.rglob("*") if not path.is_socket())
    return {path: _digest(path) for path in files}


def _digest(path: Path) -> str:
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    if not path.is_file():
        return "no file"
    if path.stat().st_size > 50 * MIB:
        return f"{path.stat().st_size} bytes"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _watch(started: subprocess.Popen) -> int:
    """Wait for the end of a grader; its peak memory."""
    end, peak = time.monotonic() + SECONDS, 0
    while started.poll() is None and time.monotonic() < end:
        with suppress(psutil.Error):
            grader = psutil.Process(started.pid)
            processes = [grader, *grader.children(recursive=True)]
            peak = max([peak, *(_peak_of(process.pid) for process in processes)])
        time.sleep(0.5)
    return peak


def _peak_of(pid: int) -> int:
    """The most memory that a process held, in bytes; 0 for those in a sandbox."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    status = dict(line.split(":", 1) for line in lines)
    in_a_sandbox = len(status.get("NSpid", "").split()) > 1
    return 0 if in_a_sandbox else int(status.get("VmHWM", "0 kB").split()[0]) * 1024


@contextmanager
def _orphans_are_ours():
    """Whatever loses its parent becomes a child of this process, and can be found."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_SUBREAPER, 0, 0, 0, 0)


def _still_there(others: set[int]) -> list[str]:
    """Processes that are still there after a while to end in."""
    end = time.monotonic() + 60
    while True:
        children = psutil.Process().children(recursive=True)
        left = [p for p in children if p.pid not in others and p.status() != psutil.STATUS_ZOMBIE]
        if not left or time.monotonic() > end:
            return [" ".join(process.cmdline()) for process in left]
        time.sleep(0.1)


def main() -> None:
    """Grade, in a process of its own."""
    from cnncourse.grading.pipeline import Settings, grade
    from cnncourse.grading.reports.outputs import write_outputs
    from cnncourse.grading.reports.page import summary

    root, jobs = Path(sys.argv[1]), int(sys.argv[2])
    graded = grade(
        corpus.ASSIGNMENT, root, settings=Settings(KernelSettings(limits=LIMITS, jobs=jobs))
    )
    print(*write_outputs(graded), summary(graded), sep="\n")


if __name__ == "__main__":
    main()

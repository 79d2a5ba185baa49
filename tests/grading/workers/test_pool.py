"""Many graders at once: the same results anywhere, and what happens when one of them dies."""

import inspect
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import Future as SimpleFuture
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from distributed import Client, LocalCluster
from doubling import (
    ANSWERS,
    NAME,
    NOTES,
    ORDINARY,
    SCORES,
    descendants,
    hand_ins,
    make_course,
    submission,
)
from killed_server import kill_sandbox
from waiting import is_running, wait_until

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.plugins.trouble import NoKernelsError
from cnncourse.grading.result import GRADED, NEEDS_A_LOOK
from cnncourse.grading.sandbox import KernelSettings, kernel_server
from cnncourse.grading.workers import local_cluster, pool, worker_plugin
from cnncourse.grading.workers.pool import grading_workers
from cnncourse.grading.workers.preload import imports_of
from cnncourse.grading.workers.version import installed

KILL_THE_GRADER = "import os\nos.kill(os.getppid(), 9)\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def class_of(bundle):
    """Hand-ins of every kind."""
    files = hand_ins(bundle.student_version)
    return [Submission(student, lambda f=f: f) for student, f in files.items()]


@pytest.fixture(scope="module")
def two_jobs(bundle):
    """Two workers on this machine, and their processes."""
    with grading_workers(bundle, replace(ORDINARY, jobs=2)) as grade_all:
        yield grade_all


@pytest.fixture(scope="module")
def results(two_jobs, class_of):
    return by_student(two_jobs(class_of))


def by_student(results):
    """Results without what differs from run to run."""
    seen = {}
    for result in results:
        assert result.student not in seen
        seen[result.student] = replace(result, seconds=0.0, notebook="", page="")
    return seen


def test_two_workers_grade_a_class(results):
    scores = {s: sum(r.scores.values()) for s, r in results.items() if r.status == GRADED}
    notes = {s: r.note for s, r in results.items() if r.status == NEEDS_A_LOOK}
    assert (scores, notes) == (SCORES, NOTES)


def test_one_worker_grades_the_same(bundle, class_of, results):
    with grading_workers(bundle, replace(ORDINARY, jobs=1)) as grade_all:
        assert by_student(grade_all(class_of)) == results


def test_work_whose_results_nobody_takes_is_called_off_with_the_workers(bundle, class_of):
    with grading_workers(bundle, replace(ORDINARY, jobs=1)) as grade_all:
        results = grade_all(class_of[:3])
        next(results)
    assert inspect.getgeneratorstate(results) == inspect.GEN_CLOSED


def test_workers_that_are_there_already_grade_the_same(bundle, class_of, results, tmp_path):
    with cluster_of_others(tmp_path) as address:
        with grading_workers(bundle, ORDINARY, cluster=address) as grade_all:
            assert by_student(grade_all(class_of)) == results
        # They go on, without what they were given; a second class finds them ready.
        assert not list(tmp_path.glob("**/cnncourse-grader-*"))
        with grading_workers(bundle, ORDINARY, cluster=address) as grade_all:
            assert by_student(grade_all(class_of[:1])).keys() == {class_of[0].student}


def test_workers_share_a_server_of_kernels(bundle, class_of):
    before = sandboxes()  # of other tests
    with kernel_server(imports_of(bundle.source)) as server:
        with grading_workers(bundle, KernelSettings(jobs=2), server=server) as grade_all:
            shared = by_student(grade_all(class_of))
            assert len(sandboxes() - before) == 2  # bubblewrap's two processes, of one server
        graded = {name: r.score + r.bonus_score for name, r in shared.items() if r.status == GRADED}
        assert graded == SCORES


def test_classes_graded_in_turn_share_workers_and_server(bundle):
    before = sandboxes()
    good = [submission(f"good {i}", bundle.student_version, ANSWERS["right"]) for i in range(2)]
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with (
        kernel_server(imports_of(bundle.source)) as server,
        LocalCluster(host="127.0.0.1", **options) as cluster,
    ):
        for one in good:
            with grading_workers(bundle, cluster=cluster, server=server) as grade_all:
                assert [result.score for result in grade_all([one])] == [2.0]
                assert len(sandboxes() - before) == 2


def test_workers_whose_server_died_start_their_own(bundle):
    good = [submission(f"good {i}", bundle.student_version, ANSWERS["right"]) for i in range(4)]
    with (
        kernel_server([]) as server,
        grading_workers(bundle, KernelSettings(jobs=2), server=server) as grade_all,
    ):
        list(grade_all(good[:2]))
        server.close()
        assert [result.score for result in grade_all(good)] == [2.0] * 4


def test_a_server_that_does_not_start_is_told_before_anything_is_sent(bundle):
    with kernel_server(["torch"]) as server:
        kill_sandbox(server)
        with (
            pytest.raises(CourseError, match="server of sandboxed kernels did not start"),
            grading_workers(bundle, KernelSettings(jobs=1), server=server),
        ):
            pass


def test_a_notebook_that_kills_its_grader_ends_alone(two_jobs, bundle):
    released = bundle.student_version
    good = [submission(f"good {i}", released, ANSWERS["right"]) for i in range(3)]
    killer = submission("killer", released, KILL_THE_GRADER)
    results = by_student(two_jobs([killer, *good]))
    assert {name: r.score for name, r in results.items()} == {
        "killer": None,
        "good 0": 2,
        "good 1": 2,
        "good 2": 2,
    }
    assert results["killer"].status == NEEDS_A_LOOK
    assert results["killer"].note == pool.KILLED
    assert results["killer"].points == {"test_double": 2, "test_more": 1}


def test_what_a_worker_was_grading_when_it_died_is_graded_again(two_jobs, bundle, tmp_path):
    marker = tmp_path / "marker"
    once = (
        f"from pathlib import Path\nmarker = Path({str(marker)!r})\n"
        "first = not marker.exists()\nmarker.touch()\n"
        f"if first:\n    import os\n    os.kill(os.getppid(), 9)\n{ANSWERS['right']}"
    )
    (result,) = two_jobs([submission("unlucky", bundle.student_version, once)])
    assert (result.status, result.score, result.note) == (GRADED, 2, "")
    assert marker.exists()


class ClientWithoutKernels:
    """Grades in its own process, but for the first notebooks of some students: no kernel starts."""

    status = "running"

    def __init__(self, failures):
        self.failures = failures

    def nthreads(self):
        return {"one": 1}

    def cancel(self, futures):
        pass

    def submit(self, _, plugin, student, files, pure):
        future = SimpleFuture()
        if self.failures.get(student):
            self.failures[student] -= 1
            future.set_exception(NoKernelsError("The server of sandboxed kernels is gone."))
        else:
            future.set_result(student)
        return future


def grade_without_kernels(bundle, **failures):
    run = pool._Run(ClientWithoutKernels(failures), "plugin", bundle, lambda: None)
    return list(run.results(Submission(name, dict) for name in ("ada", "bob", "eve")))


def test_a_notebook_for_which_no_kernel_started_is_tried_again_alone(bundle):
    assert sorted(grade_without_kernels(bundle, bob=1, ada=1)) == ["ada", "bob", "eve"]


def test_where_no_kernel_starts_at_all_who_was_beside_is_named(bundle):
    with pytest.raises(CourseError, match=r"notebook of ada, .* is gone\. .* beside it: bob\. "):
        grade_without_kernels(bundle, ada=2)


def test_only_a_few_submissions_are_read_at_a_time(two_jobs, bundle):
    read, received = [], 0

    def files(i):
        read.append(i)
        return {f"{NAME}.ipynb": b"no notebook"}

    for _ in two_jobs(Submission(f"s{i}", lambda i=i: files(i)) for i in range(40)):
        received += 1
        assert len(read) - received <= 2 * pool.IN_FLIGHT
    assert received == len(read) == 40


def test_a_folder_that_cannot_be_read_does_not_stop_the_class(two_jobs, class_of):
    def unreadable():
        raise PermissionError(13, "Permission denied")

    results = by_student(two_jobs([Submission("locked", unreadable), class_of[-1]]))
    assert results["locked"].status == NEEDS_A_LOOK
    assert results["locked"].note == "It cannot be read: Permission denied."
    assert len(results) == 2


def test_who_stops_early_gets_workers_that_are_free_again(two_jobs, class_of):
    for result in two_jobs(class_of):
        assert result.status
        break
    assert len(by_student(two_jobs(class_of[-1:]))) == 1


def test_workers_that_cannot_begin_to_grade_are_told_at_once(bundle, tmp_path, class_of):
    lacking = replace(bundle, data=with_config(bundle, tmp_path, "import no_such_package"))
    with (
        grading_workers(lacking, replace(ORDINARY, jobs=1)) as grade_all,
        pytest.raises(CourseError, match=r"A worker cannot grade: .*no_such_package"),
    ):
        list(grade_all(class_of))


def test_an_idle_worker_closes_its_grader_until_the_next_submission(
    bundle, class_of, tmp_path, monkeypatch
):
    monkeypatch.setattr(worker_plugin, "IDLE", 0.1)
    plugin = worker_plugin.GraderPlugin(bundle, ORDINARY, installed(), local=False)
    plugin.setup(SimpleNamespace(local_directory=tmp_path))
    for _ in range(2):
        assert plugin.grade("broken", class_of[-1].files()).status == NEEDS_A_LOOK
        wait_until(lambda: plugin.grader is None and not list(tmp_path.iterdir()))


def test_a_worker_that_joins_with_other_packages_does_not_grade(bundle, class_of, tmp_path):
    packages = installed() | {"numpy": "1.0"}
    plugin = worker_plugin.GraderPlugin(bundle, ORDINARY, packages, local=False)
    plugin.setup(SimpleNamespace(local_directory=tmp_path))
    with pytest.raises(CourseError, match=r"other packages than the first ones: numpy 1\.0 and \d"):
        plugin.grade("broken", class_of[-1].files())


def test_workers_with_different_packages_do_not_grade():
    found = {"tcp://a:1": {"torch": "2.13.0"}, "tcp://b:2": {"torch": None}}
    with pytest.raises(CourseError, match=r"tcp://a:1 and tcp://b:2 have torch 2\.13\.0 and none"):
        pool._packages_of(SimpleNamespace(run=lambda ask: found))


def test_a_cluster_may_be_given_itself(bundle, class_of):
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(host="127.0.0.1", **options) as cluster,
        grading_workers(bundle, ORDINARY, cluster=cluster) as grade_all,
    ):
        assert by_student(grade_all(class_of[-1:])).keys() == {class_of[-1].student}


def test_no_scheduler(bundle, monkeypatch):
    monkeypatch.setattr(pool, "TO_CONNECT", 0.5)
    with (
        pytest.raises(CourseError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        grading_workers(bundle, cluster="tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.parametrize(("cores", "gib", "jobs"), [(8, 64, 8), (8, 4, 2), (1, 64, 1), (4, 1, 1)])
def test_jobs_follow_from_cores_and_memory(monkeypatch, cores, gib, jobs):
    monkeypatch.setattr(local_cluster, "CPU_COUNT", cores)
    monkeypatch.setattr(local_cluster, "MEMORY_LIMIT", gib * 2**30)
    free = type("Memory", (), {"available": 256 * 2**30})
    monkeypatch.setattr(local_cluster.psutil, "virtual_memory", lambda: free)
    assert local_cluster.default_jobs() == jobs


def test_dask_listens_here_alone_and_is_quiet_and_leaves_no_trace(bundle, capfd, caplog):
    environment = dict(os.environ)
    caplog.set_level(logging.WARNING, "distributed")  # other workers of this module may be at work
    with grading_workers(bundle, replace(ORDINARY, jobs=1)) as grade_all:
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        for process in processes:
            for connection in process.net_connections("inet"):
                assert connection.laddr.ip in ("127.0.0.1", "::1"), (process, connection)
        list(grade_all([submission("killer", bundle.student_version, KILL_THE_GRADER)]))
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
    assert logging.getLogger("distributed").level == logging.WARNING
    assert dict(os.environ) == environment


def test_workers_at_rest_leave_the_processor_alone():
    with local_cluster.local_cluster(1) as cluster, Client(cluster) as client:
        (pauses,) = client.run(milliseconds_between_looks).values()
    assert {"tick", "monitor"} <= pauses.keys()
    assert min(pauses.values()) >= 500


def milliseconds_between_looks(dask_worker):
    callbacks = dask_worker.periodic_callbacks.items()
    return {name: callback.callback_time for name, callback in callbacks}


def test_one_thread_for_each_worker(two_jobs, bundle):
    answer = (
        "import os\nassert os.environ['OMP_NUM_THREADS'] == os.environ['TF_NUM_INTRAOP_THREADS']"
        f" == '1'\n{ANSWERS['right']}"
    )
    (result,) = two_jobs([submission("threads", bundle.student_version, answer)])
    assert result.score == 2


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_when_the_main_process_is_killed(tmp_path, how):
    started = tmp_path / "started"
    script = Path(__file__).with_name("grade_for_ever.py")
    environment = os.environ | {"PYTHONPATH": str(script.parents[1])}
    main = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), str(started)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: started.exists() or main.poll() is not None)
        assert main.poll() is None, main.stderr.read()
        children = descendants(main.pid)
        assert int(started.read_text()) in children
        main.send_signal(how)
        family = {main.pid: "main", **{pid: name_of(pid) for pid in children}}
        wait_until(lambda: not any(map(is_running, family)), tell=lambda: left_of(family, main))
        if how == signal.SIGINT:
            assert main.wait() == 130
            assert main.stderr.read() == "stopped\n"
    finally:
        main.kill()
        main.wait()
        main.stderr.close()


class LosesCtrlC:
    """Gets it where Python only prints the exception."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_ctrl_c_that_python_loses_ends_the_class(bundle, class_of):
    read = []

    def files():
        read.append(LosesCtrlC())
        read.clear()
        return class_of[-1].files()

    # What a shell starts in the background ignores Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with grading_workers(bundle, replace(ORDINARY, jobs=1)) as grade_all:
            with pytest.raises(KeyboardInterrupt):
                list(grade_all([Submission("interrupted", files), *class_of]))
            assert by_student(grade_all(class_of[-1:])).keys() == {class_of[-1].student}
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def left_of(family: dict[int, str], main: subprocess.Popen) -> str:
    """Which processes still run, and where the first one is."""
    left = {pid: name for pid, name in family.items() if is_running(pid)}
    main.send_signal(signal.SIGUSR1)
    time.sleep(1)
    for pid in left:  # what is left may hold the stream open
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return f"{list(left.values())} still run; {main.stderr.read()}"


def sandboxes() -> set[int]:
    return {pid for pid in descendants(os.getpid()) if name_of(pid) == "bwrap"}


def name_of(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return ""


def with_config(bundle, folder, line) -> bytes:
    """The bundle's data, with another line in nbgrader_config.py."""
    unpacked = folder / "unpacked"
    bundle.unpack(unpacked)
    with open(unpacked / "nbgrader_config.py", "a") as file:
        file.write(f"\n{line}\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in unpacked.rglob("*"):
            archive.write(path, path.relative_to(unpacked))
    return packed.getvalue()


@contextmanager
def cluster_of_others(folder):
    """A scheduler and two workers that know nothing of the course."""
    address_file = folder / "scheduler.json"
    environment = os.environ | {"TMPDIR": str(folder)}
    common = {"cwd": "/", "env": environment, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [
            *(sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"),
            *("--port", "0", "--no-dashboard", "--scheduler-file", str(address_file)),
        ],
        **common,
    )
    worker = None
    try:
        wait_until(address_file.exists)
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "distributed.cli.dask_worker", "--host", "127.0.0.1"),
                *("--scheduler-file", str(address_file), "--nworkers", "2", "--nthreads", "1"),
                *("--no-dashboard", "--local-directory", str(folder / "dask")),
            ],
            **common,
        )
        yield json.loads(address_file.read_text())["address"]
    finally:
        for process in (worker, scheduler):
            if process:
                process.terminate()
                process.wait()

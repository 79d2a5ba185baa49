"""One fork server for the kernels of several processes: all get theirs, whoever of them dies."""

import socket
import subprocess
import sys
import textwrap

import psutil
import pytest
from killed_server import kill_sandbox
from sandboxed_cells import printed, run_cells
from waiting import wait_until

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox import KernelSettings, Limits, active, kernel_server, kernels
from cnncourse.grading.sandbox.server import Launcher

SUM = "import sys\nprint('sched' in sys.modules, 1 + 1)"  # which nothing in a kernel imports
HAS_PRELOADED, HAS_NOT = "True 2\n", "False 2\n"


@pytest.fixture
def server():
    with kernel_server(["sched"]) as server:
        server.wait()
        yield server


def servers():
    """Fork servers that this process has started."""
    return [p for p in psutil.Process().children() if p.name() == "bwrap"]


def kill(server):
    """Kill a server, and wait until none of its processes could take a request."""
    _, *in_sandbox = kill_sandbox(server)
    wait_until(lambda: not any(process.is_running() for process in in_sandbox))


def test_kernels_of_another_process_come_from_the_server(server, tmp_path):
    others = f"""
    import sys
    from pathlib import Path
    import psutil
    sys.path.insert(0, {str(tmp_path)!r})
    sys.path.insert(0, {sys.path[0]!r})
    from sandboxed_cells import printed, run_cells
    from cnncourse.grading.sandbox import KernelSettings, kernels
    with kernels(shared=Path({str(server.folder)!r})) as name:
        print(printed(run_cells(name, {SUM!r}, folder={str(tmp_path)!r}).cells[0]), end="")
        print(len(psutil.Process().children()))
    """
    environment = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", textwrap.dedent(others)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.stdout == f"{HAS_PRELOADED}0\n", run.stderr


def test_one_that_is_ready_can_be_waited_for_again(server, monkeypatch):
    monkeypatch.setattr("cnncourse.grading.sandbox.server._IMPORT_SECONDS", 1)
    server.wait()  # as each class that is graded with it does


def test_no_other_server_is_started_while_it_is_there(server, tmp_path):
    before = servers()
    with kernels(preload=["json"], shared=server.folder) as name:
        assert servers() == before
        assert printed(run_cells(name, SUM, folder=tmp_path).cells[0]) == HAS_PRELOADED


def test_limits_are_those_of_who_asks(server, tmp_path):
    limit = "import resource\nprint(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    for files in (100, 200):
        with kernels(KernelSettings(limits=Limits(open_files=files)), shared=server.folder) as name:
            assert printed(run_cells(name, limit, folder=tmp_path).cells[0]) == f"{files}\n"


def test_where_the_server_has_gone_a_grader_has_its_own(server, tmp_path):
    server.close()
    with kernels(shared=server.folder) as name:
        assert active.OFFERS[name].server is not server
        assert printed(run_cells(name, SUM, folder=tmp_path).cells[0]) == HAS_NOT


def test_who_asks_for_nothing_does_not_stop_the_others(server, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as killed:
        killed.connect(str(server.folder / "requests"))
    with kernels(shared=server.folder) as name:
        assert printed(run_cells(name, SUM, folder=tmp_path).cells[0]) == HAS_PRELOADED


def test_a_request_to_a_server_that_died_is_an_error(server):
    kill(server)
    wait_until(lambda: server._process.poll() is not None)
    with pytest.raises(RuntimeError, match="server of sandboxed kernels is gone"):
        Launcher(server.folder).launch(Limits(), connection={}, arguments=[], files=0, sockets=[])


def test_a_server_that_dies_while_it_imports_is_told():
    with kernel_server(["torch"]) as server:
        kill(server)
        with pytest.raises(CourseError, match="server of sandboxed kernels did not start"):
            server.wait()


def test_a_server_that_is_not_needed_ends_while_it_imports():
    with kernel_server(["torch"]) as server:
        processes = [psutil.Process(server._process.pid)]
        wait_until(lambda: processes.extend(processes[0].children()) or processes[1:])
    wait_until(lambda: not any(process.is_running() for process in processes))
    assert not server.folder.exists()

"""Kernels end with their notebook, their block and their grader, however these end."""

import os
import signal
import subprocess
import sys
import textwrap

import jupyter_client
import psutil
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from sandboxed_cells import printed, processes_with, run_cells
from waiting import is_running, wait_until

from cnncourse.grading.sandbox import active, kernels


def sleeper(mark):
    """Source that leaves a daemon, twice forked, in a session of its own."""
    return f"""
import os, sys
reading, writing = os.pipe()  # closed in the daemon as soon as it is what its mark says
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, '-c', 'import time; time.sleep(3600)', {mark!r}])
    os._exit(0)
os.close(writing)
os.read(reading, 1)
"""


def test_daemon_does_not_outlive_its_kernel(run):
    mark = f"daemon-{os.getpid()}"
    notebook = run(sleeper(mark), "import subprocess\nprint(subprocess.getoutput('ps ax'))")
    assert mark in printed(notebook.cells[1])
    wait_until(lambda: not processes_with(mark))


@pytest.mark.parametrize("warm", [True, False])
def test_nothing_outlives_a_killed_grader(tmp_path, warm):
    mark = f"orphan-{os.getpid()}-{warm}"
    grader = f"""
    import sys
    sys.path.insert(0, {os.path.dirname(__file__)!r})
    from sandboxed_cells import run_cells
    from cnncourse.grading.sandbox import KernelSettings, kernels
    with kernels(KernelSettings(warm={warm})) as name:
        cells = [{sleeper(mark)!r}, "while True: pass"]
        run_cells(name, *cells, folder={str(tmp_path)!r}, timeout=None)
    """
    command = [sys.executable, "-c", textwrap.dedent(grader), f"grader-{mark}"]
    with subprocess.Popen(command) as process:
        children = []

        def all_are_there():
            children[:] = psutil.Process(process.pid).children(recursive=True)
            return len(processes_with(mark)) > 1 and len(children) >= 7

        # bubblewrap twice, server, keeper, first, kernel, daemon
        wait_until(all_are_there)
        process.send_signal(signal.SIGKILL)
    wait_until(lambda: not processes_with(mark))
    wait_until(lambda: not any(is_running(process.pid) for process in children))


def test_nothing_outlives_the_block(tmp_path):
    before = set(psutil.Process().children(recursive=True))
    with kernels() as name:
        manager = jupyter_client.KernelManager(kernel_name=name)
        manager.start_kernel(cwd=str(tmp_path))
        assert manager.is_alive()
        folder = active.OFFERS[name].server.folder
        started = set(psutil.Process().children(recursive=True)) - before
        assert len(started) >= 6 and folder.is_dir()
    wait_until(lambda: not any(is_running(process.pid) for process in started))
    assert not folder.exists() and name not in active.OFFERS
    with pytest.raises(NoSuchKernel):
        jupyter_client.KernelManager(kernel_name=name).start_kernel()


def test_manager_interrupts_and_shuts_down_in_peace(kernel_name, tmp_path):
    manager, client = jupyter_client.manager.start_new_kernel(
        kernel_name=kernel_name, startup_timeout=120, cwd=str(tmp_path)
    )
    process = manager.provisioner.process
    assert process.poll() is None
    # An interrupt that comes before the cell itself runs would be lost.
    client.execute("import time\nprint('asleep', flush=True)\ntime.sleep(3600)")
    while client.get_iopub_msg(timeout=300)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=300))["msg_type"] != "execute_reply":
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    client.stop_channels()
    manager.shutdown_kernel()
    assert process.wait(timeout=300) == 0 and process.reason == ""
    assert not manager.is_alive()


def is_child_of_bubblewrap(process: psutil.Process) -> bool:
    try:
        return process.parent().name() == "bwrap" != process.name()
    except psutil.NoSuchProcess:  # the sandbox that was made only to see whether it can be
        return False


def test_server_that_died_takes_its_kernels_along_and_is_started_again(tmp_path):
    before = set(psutil.Process().children(recursive=True))
    with kernels() as name:
        started = set(psutil.Process().children(recursive=True)) - before
        (server,) = (process for process in started if is_child_of_bubblewrap(process))
        manager = jupyter_client.KernelManager(kernel_name=name)
        manager.start_kernel(cwd=str(tmp_path))
        server.kill()
        wait_until(lambda: not manager.is_alive())
        assert printed(run_cells(name, "print(1)", folder=tmp_path).cells[0]) == "1\n"


def test_kernels_side_by_side(kernel_name, tmp_path):
    clients = [
        jupyter_client.manager.start_new_kernel(
            kernel_name=kernel_name, startup_timeout=120, cwd=str(tmp_path)
        )
        for _ in range(2)
    ]
    code = "import os, socket\nprint(sorted(n for n in os.listdir('/proc') if n.isdigit()))"
    for manager, client in clients:
        reply = []
        client.execute_interactive(code, timeout=300, output_hook=reply.append)
        (text,) = [m["content"]["text"] for m in reply if m["msg_type"] == "stream"]
        assert text.strip() == "['1', '2']"
        client.stop_channels()
        manager.shutdown_kernel(now=True)

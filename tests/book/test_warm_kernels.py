"""Warm kernels: they have what was imported, share nothing else, and end with who started them."""

import ast
import os
import signal
from pathlib import Path

import psutil
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import KernelManager
from waiting import is_running, wait_until
from warm_kernels import NAME, warm_kernels

PRELOADED = "sched"  # which nothing in a kernel imports


@pytest.fixture(scope="module")
def served():
    with warm_kernels([PRELOADED, "matplotlib.pyplot"]):
        yield


@pytest.fixture
def start(served, tmp_path):
    """Start kernels; returns a manager and a client, which are ended after the test."""
    started = []

    def start():
        manager = KernelManager(kernel_name=NAME)
        manager.start_kernel(cwd=str(tmp_path))
        client = manager.client()
        started.append((manager, client))
        client.start_channels()
        client.wait_for_ready(timeout=300)
        return manager, client

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def shown(client, expression):
    """What a kernel makes of an expression with a plain value."""
    reply = client.execute("", user_expressions={"it": expression}, reply=True, timeout=300)
    return ast.literal_eval(reply["content"]["user_expressions"]["it"]["data"]["text/plain"])


def test_kernel_has_the_modules_and_the_folder_it_was_started_in(start, tmp_path):
    _, client = start()
    found = shown(
        client, f"('{PRELOADED}' in __import__('sys').modules, __import__('os').getcwd())"
    )
    assert found == (True, str(tmp_path))


def test_kernels_share_nothing(start):
    (_, one), (_, other) = start(), start()
    one.execute("import sched; sched.mark = 1", reply=True, timeout=300)
    assert shown(one, "hasattr(__import__('sched'), 'mark')")
    assert not shown(other, "hasattr(__import__('sched'), 'mark')")


def test_a_figure_is_shown_at_the_end_of_its_cell(start):
    _, client = start()
    shown = []
    client.execute_interactive(
        "import matplotlib.pyplot as plt\nline = plt.plot([1, 2])", output_hook=shown.append
    )
    kinds = [set(message["content"].get("data", {})) for message in shown]
    assert {"image/png", "text/plain"} in kinds


def test_an_interrupt_reaches_the_kernel(start):
    manager, client = start()
    request = client.execute("import time\nopen('begun', 'w').close()\ntime.sleep(1000)")
    wait_until(Path(manager.provisioner.cwd, "begun").exists)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=300)
    while reply["parent_header"]["msg_id"] != request:  # a slow one was asked twice
        reply = client.get_shell_msg(timeout=300)
    assert reply["content"]["ename"] == "KeyboardInterrupt"


@pytest.mark.parametrize("how", ["shut down", "killed"])
def test_kernel_ends_with_who_started_it(start, how):
    manager, client = start()
    kernel = shown(client, "__import__('os').getpid()")
    if how == "killed":
        os.kill(manager.provisioner.pid, signal.SIGKILL)
    else:
        manager.shutdown_kernel()
    wait_until(lambda: not is_running(kernel))


def test_nothing_is_left_after_the_block(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "elsewhere")
    before = set(psutil.Process().children(recursive=True))
    with warm_kernels(["json"]):
        (server,) = set(psutil.Process().children(recursive=True)) - before
        assert KernelManager(kernel_name=NAME).kernel_spec.display_name == NAME
    assert not server.is_running()
    assert os.environ["JUPYTER_PATH"] == "elsewhere"
    with pytest.raises(NoSuchKernel):
        _ = KernelManager(kernel_name=NAME).kernel_spec

"""Kills a fork server of sandboxed kernels, with all that its sandbox is made of."""

from contextlib import suppress

import psutil
from waiting import wait_until

from cnncourse.grading.sandbox.server import ForkServer


def kill_sandbox(server: ForkServer) -> list[psutil.Process]:
    """Kill a server's bubblewrap, its second process, and the server in it; what was killed."""
    bubblewrap = psutil.Process(server._process.pid)
    # Killed before the others are there, it makes them.
    wait_until(lambda: len(bubblewrap.children(recursive=True)) >= 2)
    processes = [bubblewrap, *bubblewrap.children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # with the first of them the others end by themselves
            process.kill()
    return processes

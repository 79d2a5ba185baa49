"""Kernels forked from a process that has imported the frameworks: some seconds less a notebook.

`python warm_kernels.py serve DESCRIPTOR MODULE ...` imports the modules and forks a kernel for each
request at that socket; it ends with its standard input. `python warm_kernels.py start FOLDER FILE`
is what Jupyter starts as a kernel with that connection file: it asks for one, lends it its
terminal, passes signals on and ends with it.
"""

import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

NAME = "warm"
_SOCKET = "requests"
# Read as Matplotlib is imported, so before a kernel could set it. The backend itself is left to the
# kernel: imported where there is no shell, it would never show a figure at the end of a cell.
_BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


@contextlib.contextmanager
def warm_kernels(modules: Iterable[str]) -> Iterator[None]:
    """Have Jupyter find kernels named `NAME` while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="cnncourse-") as folder, _found_in(folder):
        specification = Path(folder, "kernels", NAME, "kernel.json")
        specification.parent.mkdir(parents=True)
        start = [sys.executable, __file__, "start", folder, "{connection_file}"]
        specification.write_text(
            json.dumps({"argv": start, "display_name": NAME, "language": "python"})
        )
        with _listen(folder) as listener:
            number = listener.fileno()
            serve = [sys.executable, __file__, "serve", str(number), *modules]
            serve += ["ipykernel.ipkernel", "ipykernel.kernelapp"]
            options = {"env": os.environ | _BACKEND, "pass_fds": [number]}
            server = subprocess.Popen(serve, stdin=subprocess.PIPE, **options)
        with server:
            yield
            server.stdin.close()


@contextlib.contextmanager
def _found_in(folder: str) -> Iterator[None]:
    """Have Jupyter look for kernels in a folder, too."""
    before = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [folder, before]))
    try:
        yield
    finally:
        del os.environ["JUPYTER_PATH"]
        if before is not None:
            os.environ["JUPYTER_PATH"] = before


def _listen(folder: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(Path(folder, _SOCKET)))
    listener.listen(64)
    return listener


def serve(listener: socket.socket, modules: list[str]) -> None:
    """Import the modules, then fork a kernel for each request until standard input ends."""
    # TensorFlow hangs after a fork if it has computed anything before: nothing is executed here.
    for name in modules:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no kernel is waited for
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        launcher = listener.accept()[0]
        message, terminal, _, _ = socket.recv_fds(launcher, 2**20, 3)
        if message and os.fork() == 0:  # there is none where the launcher has been killed
            listener.close()
            _become_kernel(launcher, json.loads(message), terminal)
        for descriptor in terminal:
            os.close(descriptor)
        launcher.close()


def _become_kernel(launcher: socket.socket, request: dict, terminal: list[int]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for number, descriptor in enumerate(terminal):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    launcher.send(str(os.getpid()).encode())
    threading.Thread(target=_end_with, args=[launcher], daemon=True).start()
    from ipykernel.kernelapp import launch_new_instance

    sys.path[0] = ""  # as in a kernel that is started as a module
    # It would tell the terminal how to connect to it, as its parent is not Jupyter.
    sys.argv = ["ipykernel_launcher", "-f", request["file"], f"--log-level={logging.CRITICAL}"]
    launch_new_instance()
    os._exit(0)


def _end_with(launcher: socket.socket) -> None:
    launcher.recv(1)
    os._exit(1)


def start(folder: Path, file: str) -> None:
    """Have a kernel forked, and stay until it has ended."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.connect(str(folder / _SOCKET))
        request = {"file": file, "folder": os.getcwd(), "environment": dict(os.environ)}
        socket.send_fds(server, [json.dumps(request).encode()], [0, 1, 2])
        kernel = int(server.recv(100))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: os.kill(kernel, number))
        server.recv(1)


if __name__ == "__main__":
    command, place, *arguments = sys.argv[1:]
    if command == "start":
        start(Path(place), *arguments)
    else:
        serve(socket.socket(fileno=int(place)), arguments)

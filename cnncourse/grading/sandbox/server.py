"""The grader's side of a fork server: starts it, has it start kernels, and ends it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox import bubblewrap
from cnncourse.grading.sandbox.environment import environment
from cnncourse.grading.sandbox.limits import Limits

_IMPORT_SECONDS = 300
_START_SECONDS = 60
_REPORT_BYTES = 2**16
_ACCOUNTS = {
    "passwd": "student:x:1000:1000::/tmp/home:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
    "group": "student:x:1000:\nnogroup:x:65534:\n",
}


class SandboxedProcess:
    """A kernel's process behind its keeper, with the methods of `subprocess.Popen`.

    Attributes
    ----------
    returncode : int or None
        128 + its number if a signal ended it; None while it runs.
    reason : str
        "memory", "time" or "processor time" if it was killed for going beyond a limit.
    stderr_text : str
        The end of what it wrote to its standard streams past Jupyter.
    """

    stdin = stdout = stderr = None

    def __init__(self, control: socket.socket):
        self._control = control
        self.returncode: int | None = None
        self.reason = self.stderr_text = ""

    def wait_for_start(self) -> None:
        """Block until the sandbox stands; raises RuntimeError if it cannot be made."""
        report = _receive(self._control, _START_SECONDS) or {"error": "it took too long"}
        if "error" in report:
            self.kill()
            raise RuntimeError(f"The kernel's sandbox could not be made: {report['error'].strip()}")

    def poll(self) -> int | None:
        """The return code, or None while the process runs."""
        return self._end(0)

    def wait(self, timeout: float | None = None) -> int:
        """Block until the process has ended, and give its return code."""
        if self._end(timeout) is None:
            raise subprocess.TimeoutExpired("kernel", timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel's process group; SIGKILL ends all its processes."""
        with contextlib.suppress(OSError):  # it has ended
            self._control.send(json.dumps({"signal": int(number)}).encode())

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _end(self, timeout: float | None) -> int | None:
        if self.returncode is None and (report := _receive(self._control, timeout)) is not None:
            self.returncode = report.get("returncode", 128 + signal.SIGKILL)
            self.reason, self.stderr_text = report.get("reason", ""), report.get("stderr", "")
            self._control.close()
        return self.returncode


def _receive(control: socket.socket, timeout: float | None) -> dict | None:
    """The next message; an error where there will be none; None where it did not come in time."""
    try:
        control.settimeout(timeout)
        message = control.recv(_REPORT_BYTES)
    except (TimeoutError, BlockingIOError):
        return None
    except OSError:
        message = b""
    return json.loads(message) if message else {"error": "its process is gone"}


class ForkServer:
    """A process that has imported modules and starts sandboxed kernels from there.

    Parameters
    ----------
    preload : sequence of str
        Modules to import; none for kernels that are new interpreters.
    readable : iterable of Path
        Files and folders that kernels may read, besides the system's and Python's own.

    Attributes
    ----------
    skipped : dict of str to str
        Why some of the modules could not be imported.
    """

    def __init__(self, preload: Sequence[str] = (), readable: Iterable[Path] = ()):
        self._preload, self._readable = list(preload), [Path(path) for path in readable]
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="cnncourse-", dir=_short_folder())
        self._process = None
        self.skipped: dict[str, str] = {}

    @property
    def folder(self) -> Path:
        """A private folder for what goes with the kernels; gone after `close`."""
        return Path(self._folder.name)

    def start(self) -> None:
        """Start the process and wait until it has imported the modules.

        Raises
        ------
        CourseError
            If the server ends instead; says what it said last.
        """
        for name, text in _ACCOUNTS.items():
            (self.folder / name).write_text(text)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = bubblewrap.command(self._readable, self.folder, environment())
        module = "cnncourse.grading.sandbox.fork_server"
        command += [sys.executable, "-m", module, str(theirs.fileno()), *self._preload]
        log = self.folder / "log"
        with theirs, log.open("wb") as stream:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,  # and so without the grader's terminal
            )
        report = _receive(self._control, _IMPORT_SECONDS) or {}
        self._control.settimeout(None)
        if "skipped" in report:
            self.skipped = report["skipped"]
            return
        self._end()
        lines = log.read_text(errors="replace").strip().splitlines() or ["no reason given"]
        raise CourseError(f"The server of sandboxed kernels did not start: {lines[-1]}")

    def launch(
        self,
        limits: Limits,
        *,
        connection: dict,
        arguments: Sequence[str],
        files: int,
        sockets: Sequence[int],
    ) -> SandboxedProcess:
        """Start a kernel; its parameters are those of `first.Start`.

        Raises
        ------
        RuntimeError
            If its sandbox cannot be made.
        """
        request = {
            "limits": limits.as_dict(),
            "environment": environment(),
            "connection": connection,
            "arguments": list(arguments),
        }
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._lock:
            if self._process.poll() is not None:
                self._end()
                self.start()
            descriptors = [theirs.fileno(), files, *sockets]
            socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
        process = SandboxedProcess(ours)
        process.wait_for_start()
        return process

    def close(self) -> None:
        """End the server, and every kernel with it."""
        self._end()
        self._folder.cleanup()

    def _end(self) -> None:
        if self._process is not None:
            self._control.close()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                # With bubblewrap's own processes ends all that is in the sandbox.
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


def _short_folder() -> str:
    """Where temporary folders go, unless the path of a socket in there would be too long."""
    folder = tempfile.gettempdir()
    return folder if len(os.fsencode(folder)) < 60 else "/tmp"

"""The grader's side of a fork server: starts it, asks it for kernels, and ends it."""

import json
import os
import resource
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
from cnncourse.grading.sandbox.process import SandboxedProcess, receive

_IMPORT_SECONDS = 300
_REQUESTS = "requests"
_MOST_DESCRIPTORS = 65_536
_ACCOUNTS = {
    "passwd": "student:x:1000:1000::/tmp/home:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n",
    "group": "student:x:1000:\nnogroup:x:65534:\n",
}


class Launcher:
    """Asks a fork server for kernels; it may be the server of another process of the same user.

    Parameters
    ----------
    folder : Path
        The server's; what goes with the kernels may be put there.
    """

    def __init__(self, folder: Path):
        self.folder = Path(folder)

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
            If its sandbox cannot be made, or if the server is gone.
        """
        open_files = min(limits.open_files, _room_for_descriptors() // 2)
        request = {
            "limits": limits.as_dict() | {"open_files": open_files},
            "environment": environment(),
            "connection": connection,
            "arguments": list(arguments),
        }
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        process = SandboxedProcess(ours)
        with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as requests:
            try:
                requests.connect(str(self.folder / _REQUESTS))
                descriptors = [theirs.fileno(), files, *sockets]
                socket.send_fds(requests, [json.dumps(request).encode()], descriptors)
            except OSError as error:
                ours.close()
                raise RuntimeError(
                    f"The server of sandboxed kernels is gone ({error.strerror or error})."
                ) from error
        process.wait_for_start()
        return process


class ForkServer(Launcher):
    """A process that has imported modules and starts sandboxed kernels from there.

    Parameters
    ----------
    preload : sequence of str
        Modules to import; none for kernels that are new interpreters.
    readable : iterable of Path
        Files and folders that kernels may read, besides the system's and Python's own.

    Attributes
    ----------
    folder : Path
        Private, for what goes with the kernels; gone after `close`.
    skipped : dict of str to str
        Why some of the modules could not be imported.
    """

    def __init__(self, preload: Sequence[str] = (), readable: Iterable[Path] = ()):
        self._preload, self._readable = list(preload), [Path(path) for path in readable]
        self._lock = threading.Lock()
        self._temporary = tempfile.TemporaryDirectory(prefix="cnncourse-", dir=_short_folder())
        super().__init__(self._temporary.name)
        self._process = None
        self._patience = 0.0
        self.skipped: dict[str, str] = {}

    def __enter__(self) -> "ForkServer":
        self.begin()
        return self

    def __exit__(self, *_):
        self.close()

    def begin(self) -> None:
        """Start the process, which then imports the modules; `wait` until it has."""
        for name, text in _ACCOUNTS.items():
            (self.folder / name).write_text(text)
        self._patience = 0.0  # while it imports it would not see that it should end
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = bubblewrap.command(self._readable, self.folder, environment())
        command += [sys.executable, "-m", "cnncourse.grading.sandbox.fork_server"]
        with theirs, self._listening() as requests, self._log.open("wb") as stream:
            descriptors = [theirs.fileno(), requests.fileno()]
            self._process = subprocess.Popen(
                [*command, *map(str, descriptors), *self._preload],
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,  # and so without the grader's terminal
            )

    def wait(self) -> None:
        """Wait until the process that was begun is ready to start kernels; no time if it is.

        Raises
        ------
        CourseError
            If it ends instead; says what it said last.
        """
        if self._patience:  # it has reported already
            return
        report = receive(self._control, _IMPORT_SECONDS) or {}
        self._control.settimeout(None)
        if "skipped" in report:
            self.skipped, self._patience = report["skipped"], 5.0
            return
        self._end()
        lines = self._log.read_text(errors="replace").strip().splitlines() or ["no reason given"]
        raise CourseError(f"The server of sandboxed kernels did not start: {lines[-1]}")

    def launch(self, limits: Limits, **what) -> SandboxedProcess:
        """Start a kernel as `Launcher` does, and before it the server if that has died."""
        with self._lock:
            if self._process.poll() is not None:
                self._end()
                self.begin()
                self.wait()
        return super().launch(limits, **what)

    def close(self) -> None:
        """End the server, and every kernel with it."""
        self._end()
        self._temporary.cleanup()

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _listening(self) -> socket.socket:
        path = self.folder / _REQUESTS
        path.unlink(missing_ok=True)
        requests = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        requests.bind(str(path))
        requests.listen()
        return requests

    def _end(self) -> None:
        if self._process is not None:
            self._control.close()
            try:
                self._process.wait(timeout=self._patience)
            except subprocess.TimeoutExpired:
                # With bubblewrap's own processes ends all that is in the sandbox.
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


def _room_for_descriptors() -> int:
    """Descriptors that this process may have and send, after as many as it can get are asked for.

    Linux counts those on their way between processes for a user, kernels and graders together, and
    compares them with the limit of who sends the next: one who has a higher limit can go on.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_MOST_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _short_folder() -> str:
    """Where temporary folders go, unless the path of a socket in there would be too long."""
    folder = tempfile.gettempdir()
    return folder if len(os.fsencode(folder)) < 60 else "/tmp"

"""A kernel as the grader holds it: behind its keeper, in place of a `subprocess.Popen`."""

import contextlib
import json
import signal
import socket
import subprocess

_START_SECONDS = 60
_REPORT_BYTES = 2**16


class SandboxedProcess:
    """A kernel's process behind its keeper, with the methods of `subprocess.Popen`.

    Attributes
    ----------
    returncode : int or None
        128 + its number if a signal ended it; None while it runs.
    reason : str
        "memory", "time", "processor time" or "file locks" if it was killed for going beyond a
        limit.
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
        report = receive(self._control, _START_SECONDS) or {"error": "it took too long"}
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
        if self.returncode is None and (report := receive(self._control, timeout)) is not None:
            self.returncode = report.get("returncode", 128 + signal.SIGKILL)
            self.reason, self.stderr_text = report.get("reason", ""), report.get("stderr", "")
            self._control.close()
        return self.returncode


def receive(control: socket.socket, timeout: float | None) -> dict | None:
    """The next message; an error where there will be none; None where it did not come in time."""
    try:
        control.settimeout(timeout)
        message = control.recv(_REPORT_BYTES)
    except (TimeoutError, BlockingIOError):
        return None
    except OSError:
        message = b""
    return json.loads(message) if message else {"error": "its process is gone"}

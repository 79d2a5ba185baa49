"""The keeper of one kernel: it starts it in new namespaces, watches it, and tells how it ended.

    fork server -> keeper -> first process of the new namespaces -> kernel

The keeper stands outside of the kernel's process namespace, so that no code in there can reach
it. When the first process ends, Linux kills everything in its namespace.
"""

import contextlib
import json
import os
import select
import signal
import socket
import time
import traceback

from cnncourse.grading.sandbox import confinement, first, system_calls
from cnncourse.grading.sandbox.limits import Limits
from cnncourse.grading.sandbox.usage import locks_held, memory_held, processor_time

_POLL_SECONDS = 0.05
_LAST_WORDS = 2000


def keep(control: socket.socket, start: first.Start) -> None:
    """Start a kernel, watch it to its end, and report; never returns.

    Parameters
    ----------
    control : socket
        To the grader. Receives {"signal": number}; sends {"started": true} or {"error": text},
        and at the end {"returncode", "reason", "stderr"}. When the grader's end is closed, the
        kernel is killed.
    start : Start
        What to start.
    """
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        confinement.close_descriptors([control.fileno(), *start.descriptors])
        status, status_end = os.pipe()
        errors, errors_end = os.pipe()
        is_root = confinement.leave_namespaces()
        child = os.fork()
        if child == 0:
            first.be_first(start, is_root, status_end, errors_end)
        for descriptor in (status_end, errors_end, *start.descriptors):
            os.close(descriptor)
        if is_root:
            confinement.stop_being_root()
        system_calls.drop_capabilities()
        system_calls.die_with_parent(signal.SIGKILL)
        with open(status, encoding="utf-8", errors="replace") as stream:
            trouble = stream.read()
        if trouble:
            _send(control, error=trouble)
        else:
            _send(control, started=True)
            _watch(control, child, errors, start.limits)
    except BaseException:
        _send(control, error=traceback.format_exc())
    finally:
        os._exit(0)  # and with it whatever of the kernel is left


def _send(control: socket.socket, **report) -> None:
    with contextlib.suppress(OSError):  # the grader is gone, and so will be everything here
        control.send(json.dumps(report).encode())


def _watch(control: socket.socket, child: int, errors: int, limits: Limits) -> None:
    """Pass signals on and keep the limits until the child ends; then report."""
    deadline = time.monotonic() + limits.wall_seconds
    ended = os.pidfd_open(child)
    sources, last_words, reason, pause = [ended, control, errors], b"", "", 0.0
    while ended not in (ready := select.select(sources, [], [], pause)[0]):
        if errors in ready:
            text = os.read(errors, 65536)
            last_words = (last_words + text)[-_LAST_WORDS:]
            if not text:
                sources.remove(errors)
        if control in ready:
            message = control.recv(4096)
            os.kill(child, json.loads(message)["signal"] if message else signal.SIGKILL)
            if not message:
                sources.remove(control)
        start = time.monotonic()
        reason = reason or _excess(limits, deadline)
        if reason:
            os.kill(child, signal.SIGKILL)
        # Counting many processes takes a while: never most of the time.
        pause = max(_POLL_SECONDS, 4 * (time.monotonic() - start))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 128 + signal.SIGXCPU:
        reason = "processor time"
    stderr = last_words.decode(errors="replace")
    _send(control, returncode=code, reason=reason, stderr=stderr)


def _excess(limits: Limits, deadline: float) -> str:
    """What there is too much of: "time", "processor time", "file locks", "memory", or nothing."""
    if time.monotonic() > deadline:
        return "time"
    if processor_time() > limits.cpu_seconds:
        return "processor time"
    if locks_held(limits.file_locks) > limits.file_locks:
        return "file locks"
    return "memory" if memory_held(limits.memory, limits.open_files) > limits.memory else ""

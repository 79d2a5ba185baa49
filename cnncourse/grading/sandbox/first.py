"""The first process of a kernel's namespaces, and the kernel's own from its fork to its start."""

import json
import os
import random
import signal
import sys
import tarfile
import traceback
from dataclasses import dataclass

from cnncourse.grading.sandbox import confinement, system_calls
from cnncourse.grading.sandbox.limits import Limits

# Without the working folder on the path, where a submission may have a json.py of its own. It ends
# like a warm one, without what Python does last: that aborts where a thread holds a stream's lock.
_NEW_KERNEL = """
import sys
del sys.path[0]
import json
import os
from cnncourse.grading.sandbox import kernel
kernel.run(*json.loads(sys.argv[1]))
os._exit(0)
"""


@dataclass(frozen=True)
class Start:
    """What a kernel is started with.

    Attributes
    ----------
    limits : Limits
    environment : dict of str to str
        All the environment variables that the kernel gets.
    connection : dict
        What a kernel's connection file has; empty to try the sandbox out and start none.
    arguments : list of str
        Further arguments of the kernel.
    files : int
        Descriptor of a tar file with what is to be in the working folder.
    sockets : tuple of int
        Descriptors of the listening sockets, of the ports 1, 2, ....
    warm : bool
        Whether to go on in this process, with all it has imported, or in a new interpreter.
    rules : pyseccomp.SyscallFilter
    """

    limits: Limits
    environment: dict[str, str]
    connection: dict
    arguments: list[str]
    files: int
    sockets: tuple[int, ...]
    warm: bool
    rules: object

    @property
    def descriptors(self) -> list[int]:
        """The descriptors that the kernel's process is given."""
        return [self.files, *self.sockets]


def be_first(start: Start, is_root: bool, status: int, errors: int) -> None:
    """Be process 1: start the kernel, then only bury the dead until it ends; never returns.

    Parameters
    ----------
    start : Start
    is_root : bool
        As `confinement.leave_namespaces` has found it.
    status : int
        Descriptor of a pipe; what prevents the kernel's start is written to it, and it is closed
        when the kernel starts.
    errors : int
        Descriptor of a pipe for what the kernel's process writes to its standard streams.
    """
    try:
        confinement.become_nobody(is_root, confinement.mount_scratch(start.limits))
        system_calls.die_with_parent(signal.SIGKILL)
        kernel = os.fork()
        if kernel == 0:
            _become_kernel(start, status, errors)
        system_calls.set_dumpable(False)  # the kernel has the same user, and could look in
        confinement.close_descriptors([])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: os.killpg(kernel, number))
        while True:
            process, code = os.wait()
            if process == kernel:
                code = os.waitstatus_to_exitcode(code)
                os._exit(code if code >= 0 else 128 - code)
    except BaseException:
        os.write(status, traceback.format_exc().encode())
    finally:
        os._exit(1)


def _become_kernel(start: Start, status: int, errors: int) -> None:
    """Shut this process in and be the kernel; never returns."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor, source in ((0, nothing), (1, errors), (2, errors)):
            os.dup2(source, descriptor)
        confinement.close_descriptors([status, *start.descriptors])
        _settle(start)
        confinement.limit_resources(start.limits)
        start.rules.load()
        os.close(status)
        if start.connection:
            _run(start)
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        text = traceback.format_exc()
        try:
            os.write(status, text.encode())
        except OSError:
            os.write(2, text.encode())  # the kernel had started
    finally:
        os._exit(code)


def _settle(start: Start) -> None:
    """Put the submission's files into the scratch, and go there."""
    for folder in (confinement.HOME, confinement.WORK):
        os.mkdir(folder)
    os.chdir(confinement.WORK)
    with open(start.files, "rb") as stream, tarfile.open(fileobj=stream) as files:
        files.extractall(filter="data")
    os.environ.clear()
    os.environ.update(start.environment)


def _run(start: Start) -> None:
    given = [start.connection, list(start.sockets), start.arguments]
    if start.warm:
        _refresh()
        from cnncourse.grading.sandbox import kernel

        kernel.run(*given)
    else:
        for descriptor in start.sockets:
            os.set_inheritable(descriptor, True)
        os.execv(sys.executable, [sys.executable, "-c", _NEW_KERNEL, json.dumps(given)])


def _refresh() -> None:
    """Undo what a fork leaves different from a new process: shared random states, signals."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)

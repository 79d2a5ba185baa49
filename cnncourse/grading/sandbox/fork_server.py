"""The process that has imported what kernels need, and becomes each of them by a fork.

It runs in a sandbox of its own, imports modules and executes nothing with them: TensorFlow hangs
after a fork if it has computed anything before. See `server.ForkServer` for the grader's side.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys

from cnncourse.grading.sandbox.first import Start
from cnncourse.grading.sandbox.keeper import keep
from cnncourse.grading.sandbox.limits import Limits
from cnncourse.grading.sandbox.seccomp import make_filter

MESSAGE_BYTES = 2**17
_MOST_SENT = 16


def serve(control: socket.socket, requests: socket.socket, preload: list[str]) -> None:
    """Import modules, then start a kernel for each request until the grader is gone.

    Parameters
    ----------
    control : socket
        To the grader that has started this. Sends {"ready": true, "skipped": {module: why}} once,
        and receives nothing but its end.
    requests : socket
        Listening, for any grader of the same user. Receives one request in each connection: the
        fields of `Start` as JSON, with the descriptors of the keeper's socket, of the files, and
        of the kernel's sockets.
    preload : list of str
        Modules to import. With none, each kernel is a new interpreter.
    """
    rules = make_filter()
    skipped = _import(["cnncourse.grading.sandbox.kernel", *preload]) if preload else {}
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no keeper is waited for
    gc.collect()
    gc.freeze()  # a collection in a child would write to, and so copy, all that is shared
    control.send(json.dumps({"ready": True, "skipped": skipped}).encode())
    while True:
        if control in select.select([control, requests], [], [])[0]:
            return
        with requests.accept()[0] as connection:
            message, descriptors, _, _ = socket.recv_fds(connection, MESSAGE_BYTES, _MOST_SENT)
        if message and os.fork() == 0:  # there is none if who asked has been killed
            keeper, files, *sockets = descriptors
            request = json.loads(message)
            limits = Limits(**request.pop("limits"))
            start = Start(
                limits=limits,
                files=files,
                sockets=tuple(sockets),
                warm=bool(preload),
                rules=rules,
                **request,
            )
            keep(socket.socket(fileno=keeper), start)
        for descriptor in descriptors:
            os.close(descriptor)


def _import(modules: list[str]) -> dict[str, str]:
    """Import modules; returns why some could not be, by their names."""
    skipped = {}
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            skipped[name] = f"{type(error).__name__}: {error}"
    return skipped


if __name__ == "__main__":
    del sys.path[0]  # the scratch, where kernels may write
    sockets = [socket.socket(fileno=int(number)) for number in sys.argv[1:3]]
    serve(*sockets, preload=sys.argv[3:])

"""The Jupyter kernel in the sandbox: it listens on sockets that the grader has opened for it.

So the kernel needs no folder that it shares with the grader, and its code can put nothing there.
"""

import json
import os
import sys
import warnings
from pathlib import Path

import zmq
from ipykernel.compiler import get_tmp_directory
from ipykernel.heartbeat import Heartbeat
from ipykernel.kernelapp import IPKernelApp

from cnncourse.grading.patches import spare_the_search_for_cells


class _GivenHeartbeat(Heartbeat):
    descriptor = -1

    def _try_bind_socket(self):
        _listen(self.socket, self.descriptor)


class GivenSocketsApp(IPKernelApp):
    """A kernel whose sockets are open already."""

    descriptors: tuple[int, ...] = ()  # of port 1, 2, ...

    def _try_bind_socket(self, s, port):
        _listen(s, self.descriptors[port - 1])
        return port

    def init_control(self, context):
        # The debugger's client would for ever try to reach a path that is not in the sandbox.
        context.setsockopt(zmq.RECONNECT_IVL, -1)
        super().init_control(context)

    def init_iopub(self, context):
        with warnings.catch_warnings():  # that processes it forks cannot reach it by network
            warnings.simplefilter("ignore")
            super().init_iopub(context)

    def init_heartbeat(self):
        self.heartbeat = _GivenHeartbeat(zmq.Context(), (self.transport, self.ip, self.hb_port))
        self.heartbeat.descriptor = self.descriptors[self.hb_port - 1]
        self.heartbeat.start()


def _listen(socket: zmq.Socket, descriptor: int) -> None:
    socket.setsockopt(zmq.USE_FD, descriptor)
    socket.bind("ipc://given")


def run(connection: dict, sockets: list[int], arguments: list[str]) -> None:
    """Be a kernel until the grader ends it.

    Parameters
    ----------
    connection : dict
        What is in a kernel's connection file.
    sockets : list of int
        Descriptors of the listening sockets of port 1, 2, ...
    arguments : list of str
        Further arguments of the kernel.
    """
    spare_the_search_for_cells(get_tmp_directory())
    path = Path(os.environ["TMPDIR"]) / "connection.json"
    path.write_text(json.dumps(connection))
    # A parent 1 is not watched: the keeper does that.
    sys.argv = ["ipykernel_launcher", "-f", str(path), "--IPKernelApp.parent_handle=1", *arguments]
    GivenSocketsApp.descriptors = tuple(sockets)
    app = GivenSocketsApp.instance()
    app.initialize(sys.argv[1:])
    app.start()

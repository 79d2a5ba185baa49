"""A client of kernels that may send anything: bounded messages, and no waiting in vain."""

import contextlib
import math
import time
from queue import Empty

import zmq
from jupyter_client import AsyncKernelClient

# Messages that wait to be read count in no budget, so they may neither be large nor many.
_MESSAGES_WAITING = 16


def bounded_client(largest: int) -> type[AsyncKernelClient]:
    """A client of kernels that takes no message of more than so many bytes."""

    class BoundedClient(AsyncKernelClient):
        def _context_default(self):
            context = super()._context_default()
            context.setsockopt(zmq.MAXMSGSIZE, largest)
            context.setsockopt(zmq.RCVHWM, _MESSAGES_WAITING)
            return context

        async def wait_for_ready(self, timeout=None):
            """Wait until the kernel answers and its outputs arrive; RuntimeError if they do not.

            jupyter_client's own then listens on for a fifth of a second, in every notebook.
            """
            deadline = time.monotonic() + (timeout or math.inf)
            while time.monotonic() < deadline:
                request = self.kernel_info()
                with contextlib.suppress(Empty):
                    await self.get_shell_msg(timeout=1)
                    while time.monotonic() < deadline:
                        if _is_idle_after(request, await self.get_iopub_msg(timeout=0.2)):
                            return
                if not await self.is_alive():
                    raise RuntimeError("The kernel died before it was ready.")
            raise RuntimeError(f"The kernel was not ready within {timeout:g} seconds.")

    return BoundedClient


def _is_idle_after(request: str, message: dict) -> bool:
    match message:
        case {"parent_header": {"msg_id": parent}, "content": {"execution_state": "idle"}}:
            return parent == request
    return False

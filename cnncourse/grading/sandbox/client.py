"""A client of kernels that may send anything: bounded messages, and no waiting in vain."""

import contextlib
import math
import time
from collections.abc import Callable
from queue import Empty

import zmq
from jupyter_client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel

MESSAGES_WAITING = 8
"""How many may wait to be read: they count in no budget, so they are neither large nor many."""

_MOST_PARTS = 1000  # five, and one for each buffer
# Each becomes an object, up to 80 times the bytes that it has in a message.
_MOST_BRACKETS = 1_000_000
_TO_NOBODY = {"msg_type": "", "parent_header": {}, "content": {}}


def bounded_client(largest: int, on_lost: Callable[[], None]) -> type[AsyncKernelClient]:
    """A client of kernels that takes no message of more than so many bytes.

    Parameters
    ----------
    largest : int
        Bytes of a message, with all its parts and buffers.
    on_lost : callable
        Is told of each message that is not read, because it is larger or has too many parts. One
        of which a single part is larger cuts the connection instead.
    """

    class BoundedChannel(AsyncZMQSocketChannel):
        async def _recv(self, **kwargs):
            parts = await self.socket.recv_multipart(**kwargs)
            if _is_too_much(parts, largest):
                on_lost()
                return _TO_NOBODY
            _, message = self.session.feed_identities(parts)
            return self.session.deserialize(message)

    class BoundedClient(AsyncKernelClient):
        shell_channel_class = iopub_channel_class = BoundedChannel
        stdin_channel_class = control_channel_class = BoundedChannel

        def _context_default(self):
            context = super()._context_default()
            context.setsockopt(zmq.MAXMSGSIZE, largest)
            context.setsockopt(zmq.RCVHWM, MESSAGES_WAITING)
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


def _is_too_much(parts: list[bytes], largest: int) -> bool:
    if len(parts) > _MOST_PARTS or sum(map(len, parts)) > largest:
        return True
    return sum(part.count(b"[") + part.count(b"{") for part in parts) > _MOST_BRACKETS


def _is_idle_after(request: str, message: dict) -> bool:
    match message:
        case {"parent_header": {"msg_id": parent}, "content": {"execution_state": "idle"}}:
            return parent == request
    return False

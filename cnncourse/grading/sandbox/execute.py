"""Executes a notebook for grading within limits of time and output, and says which one it hit."""

import asyncio
import contextlib
import signal
import time

import psutil
import zmq
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import Integer

from cnncourse.grading.sandbox import outputs
from cnncourse.grading.sandbox.active import OFFERS
from cnncourse.grading.sandbox.client import MESSAGES_WAITING, bounded_client
from cnncourse.grading.sandbox.limits import MIB, Limits

# A message may be a little larger than what is kept of a cell.
_MESSAGE_ROOM = 2 * MIB
_STATUS_BYTES = 1000  # "idle" has a tenth of that; without it a cell would never end
# What a grader's memory may grow by for reasons of its own: the next hand-ins are on their way.
_OWN_ROOM = 128 * MIB


class LimitedExecute(Execute):
    """nbgrader's Execute, with the limits of the kernel's offer; see `kernels()`.

    A notebook that hits a limit keeps what it had until then. If its kernel cannot go on, each
    cell that did not run gets an error output, as a test without one would count as passed.
    `outputs.limits_hit(notebook)` tells afterwards what happened.
    """

    stop_timeout = Integer(
        60,
        help="Seconds in which an interrupted cell has to stop, else nothing more runs. Deep in "
        "calls, on a busy machine, it takes some to show where it was interrupted.",
    ).tag(config=True)

    def preprocess(self, nb, resources=None, km=None):
        """Execute the notebook; see `nbconvert.preprocessors.ExecutePreprocessor`."""
        offer = OFFERS.get(self.kernel_name)
        self._limits = offer.limits if offer else Limits()
        self._budget = outputs.Budget(self._limits)
        self._deadline = time.monotonic() + self._limits.wall_seconds
        self._end, self._waits_for_deadline, self._cell = None, False, None
        outputs.forget_limits(nb)
        for cell in filter(utils.is_grade, nb.cells):
            # A test that a tag has nbclient pass over would have no error, and so its points.
            cell.metadata.pop("tags", None)
        return super().preprocess(nb, resources, km)

    def create_kernel_manager(self):
        manager = super().create_kernel_manager()
        self._largest = self._limits.cell_output + _MESSAGE_ROOM
        manager.client_factory = bounded_client(
            self._largest, lambda: self._lose("was too large, or had too many parts")
        )
        return manager

    async def async_start_new_kernel_client(self):
        manager = self.km
        try:
            client = await super().async_start_new_kernel_client()
        except RuntimeError as error:
            words = getattr(manager.provisioner.process, "stderr_text", "").strip().splitlines()
            raise RuntimeError(": ".join([str(error), *words[-1:]])) from error
        outputs_socket = client.iopub_channel.socket
        self._outputs_at = outputs_socket.getsockopt(zmq.LAST_ENDPOINT)
        monitor = outputs_socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self._cuts = zmq.Socket.shadow(monitor.underlying)
        return client

    start_new_kernel_client = run_sync(async_start_new_kernel_client)

    def preprocess_cell(self, cell, resources, index):
        """Execute a cell, or mark it as not executed."""
        if cell.cell_type != "code":
            return cell, resources
        if self._end:
            cell.outputs = []
            ename, evalue = self._end
            outputs.show_error(cell, ename, f"Not run, because of an earlier cell: {evalue}")
            return cell, resources
        self._budget.start_cell()
        self._cell, self._cuts_counted = cell, 0
        self._timed_out, self._flooding, self._told = None, False, False
        self._held = _memory_held()
        usual = self.iopub_timeout
        try:
            cell, resources = super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self._stop(cell, *self._cause_of_death())
        except CellTimeoutError as error:
            if self._timed_out:  # and does not react to the interrupt
                self._stop(cell, *self._timed_out)
            elif self._count_cuts():
                self._resume(cell)
            else:
                self._stop(cell, outputs.CELL_TIMEOUT, str(error).splitlines()[0])
        else:
            if self._flooding:
                self._stop(cell, *self._cause_of_death())
            elif self._count_cuts():
                self._resume(cell)
        finally:
            self.iopub_timeout = usual
        if self._timed_out and self._timed_out[0] == outputs.TIME_LIMIT:
            self._stop(cell, *self._timed_out)
        return cell, resources

    def process_message(self, msg, cell, cell_index):
        """Keep what a cell puts out as long as there is room for it."""
        whole = [msg["content"], msg["buffers"]]
        is_told = msg["msg_type"] == "status" and outputs.size_of(whole) < _STATUS_BYTES
        if not is_told and not self._budget.takes(whole):
            self._tell(cell, outputs.OUTPUT_LIMIT, f"{self._budget.excess}; the rest is left out.")
            self._end_flood()
            return None
        return super().process_message(msg, cell, cell_index)

    def on_cell_executed(self, **kwargs):
        content = kwargs["execute_reply"]["content"]
        if content["status"] == "error" and not self._budget.takes(content):
            content.update(ename=str(content["ename"])[:100], evalue="", traceback=[])
        super().on_cell_executed(**kwargs)

    def _get_timeout(self, cell):
        left = max(self._deadline - time.monotonic(), 0.1)
        own = super()._get_timeout(cell)
        self._waits_for_deadline = not own or left < own
        return left if self._waits_for_deadline else own

    async def _async_handle_timeout(self, timeout, cell=None):
        ename, evalue = self._timeout(timeout)
        self.error_on_timeout = {"ename": ename, "evalue": evalue, "traceback": [evalue]}
        if cell is not None:
            self._timed_out = ename, evalue
            self._tell(cell, ename, evalue)
        self.iopub_timeout = self.stop_timeout
        return await super()._async_handle_timeout(timeout, cell)

    def _timeout(self, seconds: float) -> tuple[str, str]:
        """What to say of a cell that did not end within so many seconds."""
        whole = self._limits.wall_seconds
        if self._waits_for_deadline or seconds >= whole:
            return outputs.TIME_LIMIT, f"The notebook ran for more than {whole:g} seconds."
        return outputs.CELL_TIMEOUT, f"The cell ran for more than {seconds:g} seconds."

    def _cause_of_death(self) -> tuple[str, str]:
        process = self.km.provisioner.process
        reason = getattr(process, "reason", "")
        if self._flooding:
            return outputs.OUTPUT_LIMIT, f"{self._budget.excess}, and went on."
        if reason == "memory":
            memory = f"{self._limits.memory / MIB / 1024:g}"
            return outputs.OUT_OF_MEMORY, f"The notebook needed more than {memory} GiB of memory."
        if reason == "time":
            return self._timeout(self._limits.wall_seconds)
        if reason == "processor time":
            seconds = f"{self._limits.cpu_seconds:g}"
            return outputs.TIME_LIMIT, f"The notebook used {seconds} seconds of processor time."
        if reason == "file locks":
            number = f"{self._limits.file_locks:,}"
            return outputs.KERNEL_DIED, f"The notebook held more than {number} locks on files."
        if process.poll() is None:
            why = "does not answer any more"
        elif process.poll() in (-signal.SIGKILL, 128 + signal.SIGKILL):
            why = "was killed, perhaps because the machine has no memory left"
        else:
            why = f"ended by itself, with the status {process.poll()}"
        return outputs.KERNEL_DIED, f"The kernel {why}."

    async def _async_poll_kernel_alive(self):
        watches = [
            asyncio.ensure_future(watch) for watch in (self._watch_cuts(), self._watch_memory())
        ]
        try:
            await super()._async_poll_kernel_alive()
        finally:
            for watch in watches:
                watch.cancel()

    async def _watch_memory(self) -> None:
        """Kill the kernel if it fills the grader's memory.

        ZeroMQ collects the parts of a message, however many, before it can be told how large it is.
        """
        room = MESSAGES_WAITING * self._largest + _OWN_ROOM
        while _memory_held() - self._held < room:
            await asyncio.sleep(0.05)
        self._budget.cell += room
        self._lose("was more than the grader can hold")

    async def _watch_cuts(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            if self._cuts.poll(0):
                await asyncio.sleep(1)  # should the kernel have died, that will be known then
                self._count_cuts()

    def _count_cuts(self) -> int:
        """Connect again if the outputs' connection was cut, as it is at too large a message.

        Returns how often it was cut in this cell. ZeroMQ does not connect again by itself then,
        and a cell that goes on with such messages would not be seen.
        """
        if self._was_cut() and self.km.provisioner.process.poll() is None:
            self._cuts_counted += 1
            self._lose(f"had more than {self._largest / MIB:g} MiB")
            with contextlib.suppress(zmq.ZMQError):
                self.kc.iopub_channel.socket.disconnect(self._outputs_at)
            self.kc.iopub_channel.socket.connect(self._outputs_at)
        return self._cuts_counted

    def _lose(self, why: str) -> None:
        """Count and note an output that was not read."""
        if self._cell is not None:  # not before the first one: then no student's code has run
            self._budget.cell += self._largest
            self._tell(self._cell, outputs.OUTPUT_LIMIT, f"One output {why}; it is lost.")
            self._end_flood()

    def _was_cut(self) -> bool:
        cut = False
        while self._cuts.poll(0):
            self._cuts.recv_multipart()
            cut = True
        return cut

    def _resume(self, cell) -> None:
        """Wait until the outputs of the cells to come arrive again."""
        try:
            run_sync(self.kc.wait_for_ready)(timeout=self.startup_timeout)
        except RuntimeError:
            self._stop(cell, *self._cause_of_death())

    def _end_flood(self) -> None:
        """Kill the kernel if a cell goes on and on beyond what is kept."""
        if self._budget.is_far_above and not self._flooding:
            self._flooding = True
            self.km.provisioner.process.kill()

    def _tell(self, cell, ename: str, evalue: str) -> None:
        """Note a limit, once a cell."""
        if not self._told:
            self._told = True
            outputs.note_limit(self.nb, cell, ename, evalue)

    def _stop(self, cell, ename: str, evalue: str) -> None:
        """Run nothing more in this notebook."""
        self._end = ename, evalue
        self.km.provisioner.process.kill()
        self._tell(cell, ename, evalue)


def _memory_held() -> int:
    """Bytes that this process holds in memory."""
    return psutil.Process().memory_info().rss

"""The gate between a training loop and the clock: counts steps, ends turns, notes epochs."""

import time
from collections.abc import Callable
from typing import Protocol


class Connection(Protocol):
    """What the gate needs of a `multiprocessing.connection.Connection`."""

    def send(self, message) -> None: ...

    def recv(self): ...


GO, STOP = "go", "stop"


class Stop(Exception):  # noqa: N818, it is no error
    """Raised within a training loop that need not go on."""


class Gate:
    """What a contestant reports to: `step()` after each step, `epoch(val_loss)` after each epoch.

    A turn is one step to get warm again, and `num_steps` steps that are timed. At its end the
    contestant waits here, asleep, until it is given the next one, so that several can alternate on
    one machine.

    Parameters
    ----------
    connection : Connection
        To the process that gives the turns.
    num_steps : int, optional
        Timed steps of a turn; without it the whole training is one turn.
    target : float, optional
        Validation loss at which to stop.
    synchronize : callable
        Waits for a device that computes on its own.
    rest : callable
        Called before each wait, to give back what others may need meanwhile.
    clock : callable
        Seconds.
    """

    def __init__(
        self,
        connection: Connection,
        num_steps: int | None = None,
        target: float | None = None,
        synchronize: Callable[[], None] = lambda: None,
        rest: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.perf_counter,
    ):
        self._connection, self._num_steps, self._target = connection, num_steps, target
        self._synchronize, self._rest, self._clock = synchronize, rest, clock
        self._count = 0
        self.first_step: float | None = None
        self.epochs: list[tuple[float, float]] = []

    def start(self) -> None:
        """Wait for the first turn; call the contestant's `run` right after."""
        self._wait()
        self._started = self._clock()

    def step(self) -> None:
        """Note a step; at the end of a turn, wait for the next one."""
        self._count += 1
        if self._count == 1:
            self._synchronize()
            self.first_step = self._clock() - self._started
        if not self._num_steps:
            return
        position = self._count % (self._num_steps + 1)
        if position == 1:
            self._synchronize()
            self._turn_started = self._clock()
        elif position == 0:
            self._synchronize()
            self._connection.send(("turn", self._clock() - self._turn_started))
            self._wait()

    def epoch(self, val_loss: float) -> None:
        """Note the validation loss after an epoch, and when it was known."""
        self.epochs.append((self._clock() - self._started, float(val_loss)))
        if self._target is not None and val_loss <= self._target:
            raise Stop

    def finished(self, seconds: list[float], val_losses: list[float]) -> None:
        """Note all epochs at once, for a loop that tells only at its end how long each took."""
        end = self._clock() - self._started
        for epoch, val_loss in enumerate(val_losses):
            self.epochs.append((end - sum(seconds[epoch + 1 :]), float(val_loss)))

    def _wait(self) -> None:
        self._rest()
        if self._connection.recv() == STOP:
            raise Stop

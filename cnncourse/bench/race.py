"""Runs contestants, each in its own process, and lets them take turns in a new order each round."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from cnncourse.bench.gate import GO, STOP
from cnncourse.bench.worker import Job, work

SETTLE_SECONDS = 0.3
"""Pause between turns: threads that wait in a loop for more work give up within 0.2 s."""

TIMEOUT_SECONDS = 1800


@dataclass
class Result:
    """What is known of a contestant after a race.

    Attributes
    ----------
    seconds : list of float
        Of each turn after the first, in the order of the rounds.
    first_step : float, optional
        Seconds from the call of its loop to the end of the first step, imports not counted.
    peak_bytes : int, optional
        See `worker.peak_bytes`.
    epochs : list of (float, float)
        Seconds since the start and validation loss, for each epoch.
    problem : str
        Why it did not come to the end; empty if it did.
    """

    seconds: list[float] = field(default_factory=list)
    first_step: float | None = None
    peak_bytes: int | None = None
    epochs: list[tuple[float, float]] = field(default_factory=list)
    problem: str = ""


class Worker:
    """A contestant's process, seen from the outside; a crash becomes its result's `problem`."""

    def __init__(self, job: Job):
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.result = Result()
        self.is_running = True

    def expect(self, kind: str):
        """Wait for a message of a kind and return its content; None if the worker has failed."""
        if not self.is_running:
            return None
        try:
            if not self._connection.poll(TIMEOUT_SECONDS):
                return self._fail(f"no answer within {TIMEOUT_SECONDS} s")
            found, content = self._connection.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            return self._fail(f"its process ended with exit code {self._process.exitcode}")
        if found == kind:
            return content
        return self._fail(content if found == "crashed" else f"sent {found} instead of {kind}")

    def tell(self, word: str) -> None:
        """Give the next turn, or stop it."""
        if self.is_running:
            try:
                self._connection.send(word)
            except ConnectionError:
                self._fail("its process is gone")

    def finish(self) -> None:
        """Take the results and end the process."""
        for name, value in (self.expect("done") or {}).items():
            setattr(self.result, name, value)
        self.close()

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process.is_alive():
            self._process.join(5 if self.is_running else 0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._connection.close()
        self.is_running = False

    def _fail(self, problem: str) -> None:
        self.result.problem = problem
        self.close()


def take_turns(
    jobs: dict[str, Job],
    num_rounds: int,
    *,
    seed: int = 0,
    tell: Callable[[str], None] = lambda line: None,
) -> dict[str, Result]:
    """Let contestants alternate for so many rounds after a first turn that is not counted.

    Parameters
    ----------
    jobs : dict of str to Job
        Each with `num_steps`.
    num_rounds : int
    seed : int
        Of the order of the contestants, which is new in each round.
    tell : callable
        Called with a line on what goes on.
    """
    rng = np.random.default_rng(seed)
    with _workers(jobs) as workers:
        for worker in workers.values():
            worker.expect("ready")
        for index in range(num_rounds + 1):
            tell(f"round {index} of {num_rounds}" if index else "first steps")
            for name in rng.permutation(list(workers)):
                worker = workers[name]
                time.sleep(SETTLE_SECONDS)
                worker.tell(GO)
                seconds = worker.expect("turn")
                if seconds is not None and index > 0:
                    worker.result.seconds.append(seconds)
        for worker in workers.values():
            worker.tell(STOP)
            worker.finish()
    return {name: worker.result for name, worker in workers.items()}


def run_alone(name: str, job: Job) -> Result:
    """Let one contestant train to its end, or to its target."""
    with _workers({name: job}) as workers:
        worker = workers[name]
        worker.expect("ready")
        worker.tell(GO)
        worker.finish()
    return worker.result


@contextmanager
def _workers(jobs: dict[str, Job]) -> Iterator[dict[str, Worker]]:
    """One process for each job, ended in any case."""
    workers: dict[str, Worker] = {}
    try:
        for name, job in jobs.items():
            workers[name] = Worker(job)
        yield workers
    finally:
        for worker in workers.values():
            worker.close()

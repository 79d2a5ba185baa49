"""Runs tasks in processes of their own, so many at a time, and outlives the death of one."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any


@dataclass(frozen=True)
class Task:
    """A call to make in another process.

    Parameters
    ----------
    subject : object
        What it is about; it stays in this process.
    function : callable
        A function of a module, or a `functools.partial` of one.
    arguments : tuple
    """

    subject: Any
    function: Callable
    arguments: tuple


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its result, or that its process died."""

    subject: Any
    result: Any = None
    died: bool = False


def run_tasks(tasks: Iterable[Task], num_processes: int) -> Iterator[Outcome]:
    """Yield the outcome of each task as it comes in.

    A process serves one task after the other, so that it imports a framework once. Each is alone
    in its pool: when it dies it is known which task it had, and the others go on.

    Raises
    ------
    Exception
        What a task raises, once the tasks that run beside it have come in; no other is begun.
    """
    waiting = deque(tasks)
    pools = [_pool() for _ in range(min(num_processes, len(waiting)))]
    idle = list(range(len(pools)))
    running: dict[Future, tuple[int, Task]] = {}
    error = None
    try:
        while waiting or running:
            while idle and waiting:
                place, task = idle.pop(0), waiting.popleft()
                running[_submit(pools, place, task)] = (place, task)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                place, task = running.pop(future)
                idle.append(place)
                try:
                    yield Outcome(task.subject, future.result())
                except BrokenProcessPool:
                    yield Outcome(task.subject, died=True)
                except Exception as raised:
                    error = error or raised
                    waiting.clear()
        if error:
            raise error
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _submit(pools: list[ProcessPoolExecutor], place: int, task: Task) -> Future:
    """Hand a task to the process of a place, or to a new one where that process has died."""
    try:
        return pools[place].submit(task.function, *task.arguments)
    except BrokenProcessPool:
        pools[place] = _pool()
        return pools[place].submit(task.function, *task.arguments)


def _pool() -> ProcessPoolExecutor:
    # Spawned, not forked: the threads of a framework do not survive a fork.
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when its parent is killed; it would wait for a task for ever."""

    def watch() -> None:
        parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

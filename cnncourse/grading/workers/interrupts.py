"""Ctrl-C that is not lost, wherever it comes."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def noted_interrupts() -> Iterator[Callable[[], None]]:
    """Note each Ctrl-C, so that one that Python has lost can be raised again.

    Python raises KeyboardInterrupt wherever its main thread is. In `__del__`, and in a callback
    of a weak reference or of the garbage collector, it prints the exception and goes on as if
    nothing had been.

    Yields
    ------
    callable
        Raises KeyboardInterrupt if there was a Ctrl-C since the block began, once for it. To be
        called again and again by what takes long. It never raises where Ctrl-C is ignored, nor
        outside of the main thread.

    Examples
    --------
    >>> with noted_interrupts() as raise_lost_interrupt:
    ...     raise_lost_interrupt()
    """
    was_interrupted = False
    handler = signal.getsignal(signal.SIGINT)

    def note(number, frame):
        nonlocal was_interrupted
        was_interrupted = True
        handler(number, frame)

    def raise_lost_interrupt() -> None:
        nonlocal was_interrupted
        if was_interrupted:
            was_interrupted = False
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield raise_lost_interrupt
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield raise_lost_interrupt
    finally:
        signal.signal(signal.SIGINT, handler)

"""Contestants that only pretend to train; the tests send them into processes of their own."""

import os
import time
from pathlib import Path


def steady(images, recipe, gate):
    """Endless steps; each notes its name's turn in the file that MADE_LOG names."""
    _turns("steady", gate)


def other(images, recipe, gate):
    _turns("other", gate)


def crashing(images, recipe, gate):
    gate.step()
    raise ValueError("out of luck\nand a second line")


def dying(images, recipe, gate):
    gate.step()
    os._exit(7)


def learning(images, recipe, gate):
    """A validation loss that falls by one with each epoch."""
    for epoch in range(10):
        gate.step()
        gate.epoch(5.0 - epoch)


def printing(images, recipe, gate):
    print("a line for the log", flush=True)
    learning(images, recipe, gate)


def _turns(name, gate):
    while True:
        with Path(os.environ["MADE_LOG"]).open("a") as log:
            log.write(f"{name}\n")
        time.sleep(0.002)
        gate.step()


def seeing(images, recipe, gate):
    """Prints where its compiler keeps what it has compiled."""
    print(os.environ["TORCHINDUCTOR_CACHE_DIR"], flush=True)
    gate.step()

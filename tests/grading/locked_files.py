"""Makes root an ordinary user as far as files are concerned, so that a mode of 0 locks it out."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522
_OVERRIDING = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def modes_that_count() -> Iterator[None]:
    """Files can be used as their modes say, also where the tests are run by root."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # twice: effective, permitted, inheritable
    assert libc.capget(header, sets) == 0
    before = sets[0]
    sets[0] &= ~_OVERRIDING
    assert libc.capset(header, sets) == 0
    try:
        yield
    finally:
        sets[0] = before
        assert libc.capset(header, sets) == 0


@contextmanager
def locked(path, mode: int = 0) -> Iterator[None]:
    """A file or folder that nobody may use; afterward it can be removed."""
    usual = path.stat().st_mode
    path.chmod(mode)
    try:
        with modes_that_count():
            yield
    finally:
        path.chmod(usual)

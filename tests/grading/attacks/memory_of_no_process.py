# ruff: noqa
"""Takes memory that no process is seen to hold, and keeps it (3 GB at most).

Must not harm: such memory cannot be had.
"""
# ends: either

# %% loss
import mmap

GIVE_BACK = mmap.MADV_DONTNEED
zeros = open("/dev/zero", "r+b", buffering=0)
for descriptor, flags in (
    (-1, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS),
    (-1, 0x3 | mmap.MAP_ANONYMOUS),  # MAP_SHARED_VALIDATE
    (zeros.fileno(), mmap.MAP_SHARED),
):
    try:
        held = mmap.mmap(descriptor, 2**30, flags)
        for place in range(0, len(held), 4096):
            held[place] = 1
        held.madvise(GIVE_BACK)
        print("GOT IN: a gigabyte that is not counted")
    except OSError as error:
        print(error)

# %% gradient
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ours, theirs = os.pipe()
page = ctypes.create_string_buffer(4096)
piece = (ctypes.c_void_p * 2)(ctypes.addressof(page), 4096)
if libc.vmsplice(theirs, ctypes.byref(piece), ctypes.c_ulong(1), 0) > 0:
    print("GOT IN: pages that stay in a pipe")

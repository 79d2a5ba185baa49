# ruff: noqa
"""Uses the kernel's keyrings, shared memory, System V and POSIX queues, inotify, io_uring and bpf.

Must not gain: something shared with a process outside.
"""
# ends: either

# %% loss
import ctypes
import os
from multiprocessing import shared_memory

libc = ctypes.CDLL(None, use_errno=True)
calls = {"io_uring_setup": 425, "bpf": 321, "perf_event_open": 298, "add_key": 248, "keyctl": 250}
calls |= {"userfaultfd": 323, "process_vm_readv": 310, "init_module": 175}
calls |= {"name_to_handle_at": 303, "open_by_handle_at": 304, "swapon": 167, "reboot": 169}
for name, number in calls.items():
    if os.uname().machine == "x86_64":  # elsewhere the numbers are other calls
        result = libc.syscall(number, 0, 0, 0, 0, 0)
        print("GOT IN:" if result >= 0 else "", name, os.strerror(ctypes.get_errno()))
for name in os.listdir("/dev/shm") if os.path.isdir("/dev/shm") else ():
    print("GOT IN: shared memory of others,", name)
try:
    shared = shared_memory.SharedMemory("cnncourse_attack", create=True, size=10)
    shared.buf[:5] = b"hello"
except Exception as error:
    print(error)
if libc.msgget(0x5EED, 0o1666) >= 0:
    print("GOT IN: a message queue", open("/proc/sysvipc/msg").read())

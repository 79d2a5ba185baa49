# ruff: noqa
"""Attaches to its parent, the fork server and the grader, and reads or writes their memory.

Must not gain: another process's memory.
"""
# ends: graded

# %% loss
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
SEIZE = 0x4206
for pid in {os.getppid(), 1, known.pid, *(int(n) for n in os.listdir("/proc") if n.isdigit())} - {
    0,
    os.getpid(),
}:
    if libc.ptrace(SEIZE, pid, 0, 0) == 0:  # which, unlike an attach, does not stop it
        print("GOT IN: attached to", pid)
    else:
        print(pid, os.strerror(ctypes.get_errno()))
    try:
        with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
            spans = [line.split()[0] for line in open(f"/proc/{pid}/maps") if "[heap]" in line]
            memory.seek(int(spans[0].split("-")[0], 16))
            print("GOT IN: memory of", pid, memory.read(4096))
    except (OSError, IndexError) as error:
        print(pid, error)
    try:
        got = libc.syscall(438, os.pidfd_open(pid), 1, 0)  # pidfd_getfd
        print("GOT IN:" if got >= 0 else "no descriptor of", pid, os.strerror(ctypes.get_errno()))
    except (OSError, AttributeError) as error:
        print(pid, error)

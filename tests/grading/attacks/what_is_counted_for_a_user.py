# ruff: noqa
"""Uses up what Linux counts for all processes of a user: watches of files, signals, locks.

Must not harm: other kernels and the grader have theirs.
"""
# ends: either

# %% loss
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
if libc.inotify_init() >= 0 or libc.inotify_init1(0) >= 0:
    print("GOT IN: an instance of inotify")

# %% gradient
import ctypes
import os
import signal

if os.fork() == 0:  # without the kernel's other threads, which would take them
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
    sent = 0
    while sent < 5000 and ctypes.CDLL(None).sigqueue(os.getpid(), signal.SIGRTMIN, None) == 0:
        sent += 1
    os._exit(sent > 1000)
if os.waitstatus_to_exitcode(os.wait()[1]):
    print("GOT IN: as many signals as a user may have")

# %% train
import fcntl

held = [open(f"held-{n}", "w") for n in range(50)]
for number in range(400):
    for file in held:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * number)

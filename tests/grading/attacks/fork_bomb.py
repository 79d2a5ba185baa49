# ruff: noqa
"""Forks as fast as it can, each process again; none of them listens to signals or wants to end.

Must not harm: nothing is left, and the batch goes on. (No more than 210 processes, for 20 s.)
"""
# ends: either

# %% loss
import os
import signal
import time

WIDTH = 14
end = time.time() + 20
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)


def fork(levels):
    for _ in range(WIDTH):
        try:
            if os.fork() == 0:
                if levels > 1:
                    fork(levels - 1)
                while time.time() < end:
                    time.sleep(1)
                os._exit(0)
        except OSError:
            return


fork(levels=2)

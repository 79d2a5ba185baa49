# ruff: noqa
"""Starts processes that compute for nothing, so that the others' kernels run out of time.

Must not harm: another submission. (20 processes, 10 s.)
"""
# ends: either

# %% loss
import os
import time

end = time.time() + 10
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        while time.time() < end:
            pass
        os._exit(0)

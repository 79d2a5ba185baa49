# ruff: noqa
"""Takes memory until there is none, in itself and in children at the same time (6 GB at most).

Must not harm: a MemoryError or a killed kernel, and the batch goes on.
"""
# ends: either

# %% loss
import os

import numpy as np

held = []
try:
    for _ in range(20):
        held.append(np.ones(2**25))  # 256 MB
except MemoryError as error:
    print("no more memory:", error)
del held

# %% gradient
import os
import time

children = []
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        try:
            held = [bytearray(os.urandom(1)) * 2**28 for _ in range(8)]
            time.sleep(5)
        finally:
            os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)

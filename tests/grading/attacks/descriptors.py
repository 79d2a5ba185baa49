# ruff: noqa
"""Opens as many files, pipes and sockets as it gets, and keeps them.

Must not harm: the limit is that of its process.
"""
# ends: either

# %% loss
import os
import socket

held = []
try:
    while len(held) < 20_000:
        held += [*os.pipe(), socket.socketpair()]
except OSError as error:
    print(len(held), error)

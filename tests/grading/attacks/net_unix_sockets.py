# ruff: noqa
"""Connects to unix sockets: abstract ones by name, files, and those it has inherited.

Must not gain: a connection to the grader's sockets, to the fork server or to another kernel.
"""
# ends: graded

# %% loss
import glob
import os
import socket


def names():
    yield "\0" + known.abstract
    yield known.socket
    for line in open("/proc/net/unix"):
        parts = line.split()
        if len(parts) == 8 and parts[7] != "Path":
            yield parts[7].replace("@", "\0", 1) if parts[7].startswith("@") else parts[7]
    for pattern in ("/tmp/**", "/run/**", "/dev/shm/**", os.getcwd() + "/../**"):
        yield from (
            path for path in glob.iglob(pattern, recursive=True) if not os.path.isfile(path)
        )


for name in dict.fromkeys(names()):
    for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_UNIX, kind) as connection:
                connection.settimeout(0.3)
                connection.connect(name)
                print("GOT IN:", repr(name))
                if name in ("\0" + known.abstract, known.socket):
                    connection.sendall(known.token.encode())
        except (OSError, ValueError):
            pass

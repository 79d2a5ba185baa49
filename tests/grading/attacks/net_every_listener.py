# ruff: noqa
"""Talks to whatever listens on this machine: Dask's scheduler and workers, PostgreSQL, Jupyter.

Must not gain: a connection to another process.
"""
# ends: graded

# %% loss
import socket

ports = {known.port}
for table in ("/proc/net/tcp", "/proc/net/tcp6", "/proc/1/net/tcp"):
    try:
        rows = [line.split() for line in open(table)][1:]
    except OSError:
        continue
    ports |= {int(row[1].rsplit(":", 1)[1], 16) for row in rows if row[3] == "0A"}
for port in sorted(ports):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.3) as connection:
            if port == known.port:  # in a test, nobody else's server is written to
                connection.sendall(known.token.encode())
            print("GOT IN: port", port)
    except OSError as error:
        print(port, error)

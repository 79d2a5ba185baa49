# ruff: noqa
"""Opens connections: outside, by name, to the grader's loopback, and announces itself by UDP.

Must not gain: a connection, or a packet that arrives.
"""
# ends: graded

# %% loss
import socket

for address in [
    ("1.1.1.1", 53),
    ("8.8.8.8", 443),
    ("127.0.0.1", known.port),
    ("localhost", known.port),
]:
    try:
        with socket.create_connection(address, timeout=1) as connection:
            connection.sendall(known.token.encode())
            print("GOT IN:", address)
    except OSError as error:
        print(address, error)
for host in ("127.0.0.1", "255.255.255.255", "224.0.0.1"):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            udp.sendto(known.token.encode(), (host, known.port))
    except OSError as error:
        print(host, error)

# %% gradient
for family in ("AF_PACKET", "AF_NETLINK", "AF_VSOCK", "AF_ALG", "AF_BLUETOOTH"):
    try:
        socket.socket(
            getattr(socket, family), socket.SOCK_RAW if family == "AF_PACKET" else socket.SOCK_DGRAM
        )
        print("GOT IN: a socket of", family)
    except (OSError, AttributeError) as error:
        print(family, error)

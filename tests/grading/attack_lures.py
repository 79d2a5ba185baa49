"""Sockets and a process on the grader's machine that no notebook has a reason to reach."""

import secrets
import select
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def lures(folder: Path, calls: list[str]) -> Iterator[dict]:
    """Put out sockets of all kinds to call, and a process to kill.

    Parameters
    ----------
    folder : Path
        For the file of a socket; its path is short enough.
    calls : list of str
        Gets an entry for every call, and one if the process does not survive.

    Yields
    ------
    dict
        Where they are, by the names that attacks know.
    """
    file, abstract = folder / "socket", f"cnncourse-{secrets.token_hex(8)}"
    sockets = {
        "TCP": socket.socket(),
        "UDP": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "a socket file": socket.socket(socket.AF_UNIX),
        "an abstract socket": socket.socket(socket.AF_UNIX),
    }
    sockets["TCP"].bind(("127.0.0.1", 0))
    port = sockets["TCP"].getsockname()[1]
    sockets["UDP"].bind(("", port))
    sockets["a socket file"].bind(str(file))
    sockets["an abstract socket"].bind("\0" + abstract)
    ended = threading.Event()
    thread = threading.Thread(target=_listen, args=(sockets, calls, ended), daemon=True)
    thread.start()
    process = subprocess.Popen(["sleep", "3600"])
    try:
        yield {"port": port, "socket": str(file), "abstract": abstract, "pid": process.pid}
    finally:
        ended.set()
        thread.join()
        for opened in sockets.values():
            opened.close()
        file.unlink()
        if process.poll() is not None:
            calls.append("a process was killed")
        process.kill()
        process.wait()


def _listen(sockets: dict[str, socket.socket], calls: list[str], ended: threading.Event) -> None:
    names = {opened: name for name, opened in sockets.items()}
    for opened in sockets.values():
        if opened.type == socket.SOCK_STREAM:
            opened.listen()
    while not ended.is_set():
        for opened in select.select(list(names), [], [], 0.1)[0]:
            if opened.type == socket.SOCK_STREAM:
                opened.accept()[0].close()
            else:
                opened.recv(1000)
            calls.append(names[opened])

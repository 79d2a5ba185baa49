"""A PostgreSQL server of one's own, in a temporary folder and on a socket in it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

BY_HAND = (
    "No PostgreSQL for the gradebook's test: install its server (Debian and Ubuntu: "
    "`sudo apt-get install postgresql`; others: put initdb and postgres on the PATH) and run "
    "`make test`."
)
SECONDS_TO_START = 300


def find() -> Path | None:
    """The folder of initdb and postgres: that on the PATH, else the newest of Debian's."""
    on_path = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    found = [Path(on_path).resolve()] if on_path else debian[-1:]
    return next((path.parent for path in found if (path.parent / "postgres").exists()), None)


def _user() -> dict:
    """Whom to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("This system has no user that PostgreSQL could run as.")


class Server:
    """A server that can be started and stopped again; nothing but its socket leads to it.

    Parameters
    ----------
    folder : Path
        An empty folder that the user of the server can reach, with a short path.
    """

    def __init__(self, folder: Path):
        self._bin = find()
        if self._bin is None:
            raise RuntimeError(BY_HAND)
        self._folder, self._process = folder, None
        self._as_user = _user()
        if self._as_user:
            os.chown(folder, self._as_user["user"], self._as_user["group"])
        initdb = [self._bin / "initdb", "-D", folder / "data", "-A", "trust", "-U", "grader"]
        options = ["-E", "UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(
            [*initdb, *options], capture_output=True, text=True, cwd=folder, **self._as_user
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://grader@/{database}?host={self._folder}"

    def new_database(self, name: str) -> str:
        """The URL of a new, empty database."""
        self._execute(f"create database {name}")
        return self.url(name)

    def disconnect(self, database: str) -> None:
        """End every connection to a database, as a restart in between would."""
        pids = "select pg_terminate_backend(pid) from pg_stat_activity"
        self._execute(f"{pids} where datname = '{database}'")

    def start(self) -> None:
        # No fsync: the data is gone after the test anyway.
        command = [self._bin / "postgres", "-D", self._folder / "data", "-k", self._folder]
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=20"]
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [*command, *options], stdout=log, stderr=log, cwd=self._folder, **self._as_user
            )
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return self._execute("select 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()) from None
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # a fast shutdown: it ends the connections
            self._process.wait()

    def _execute(self, statement: str) -> None:
        where = {"host": str(self._folder), "user": "grader", "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that is stopped, and its folder removed, in the end."""
    # Not below pytest's own folder, which only its owner can enter; a socket's path is short too.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()

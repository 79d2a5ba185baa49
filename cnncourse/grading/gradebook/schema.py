"""nbgrader's gradebook as a database: how it is opened, its tables, the indexes that it lacks."""

import sqlite3
from pathlib import Path

import psutil
from alembic.script import ScriptDirectory
from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Engine, UniqueConstraint, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from cnncourse.errors import CourseError

DIALECTS = ("sqlite", "postgresql")
LOCK_SECONDS = 10
"""How long SQLite waits for another program's transaction before it gives up."""

_NETWORK = ("nfs", "cifs", "smb", "afs", "ceph", "lustre", "gpfs", "beegfs", "9p", "fuse")
"""How the names of file systems begin that other machines may write to."""


def open_engine(db_url: str) -> Engine:
    """Engine of a SQLite or PostgreSQL gradebook; it connects when it is used.

    Raises
    ------
    CourseError
        If the URL is none, names another kind of database, or its driver is not installed.
    """
    try:
        url = make_url(db_url)
        if url.get_backend_name() not in DIALECTS:
            raise ArgumentError(url.drivername)
        sqlite = url.get_backend_name() == "sqlite"
        engine = create_engine(url, connect_args={"timeout": LOCK_SECONDS} if sqlite else {})
    except ArgumentError:
        raise CourseError(
            "This is no URL of a gradebook that can be written: use sqlite:///gradebook.db or "
            "postgresql+psycopg://user:password@host/database."
        ) from None
    except ModuleNotFoundError as error:
        raise CourseError(
            f"A PostgreSQL gradebook needs {error.name}, which is not installed: run pip install "
            '"psycopg[binary]", and begin the URL with postgresql+psycopg://.'
        ) from None
    if sqlite:
        event.listen(engine, "connect", _leave_transactions_alone)
        event.listen(engine, "begin", _begin_to_write)
    return engine


def _leave_transactions_alone(connection, _record) -> None:
    # Python's sqlite3 would begin transactions by itself, and only at the first change.
    connection.isolation_level = None


def _begin_to_write(connection) -> None:
    # A transaction that reads first and then writes fails at once if another one writes meanwhile,
    # however long the timeout; one that takes the lock first waits for it.
    connection.exec_driver_sql("begin immediate")


def set_journal(engine: Engine, mode: str) -> None:
    """Let a SQLite gradebook on a local disk use a journal: "wal" while grading, else "delete".

    The write-ahead log needs one sync for a transaction, nbgrader's journal several, which on a
    disk take ten times as long; and formgrader can read meanwhile. It does not work between
    machines, so that files on network drives keep nbgrader's. Where another program has the file
    open, it stays as it is; both journals survive a killed process and a power cut.
    """
    path = engine.url.database
    if engine.name != "sqlite" or path in (None, "", ":memory:") or _on_network_drive(path):
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(f"pragma journal_mode = {mode}")
    except sqlite3.OperationalError:
        pass  # in use: only slower
    finally:
        connection.close()


def _on_network_drive(path: str) -> bool:
    folder = Path(path).resolve().parent
    mounts = [
        mount
        for mount in psutil.disk_partitions(all=True)
        if folder.is_relative_to(mount.mountpoint)
    ]
    nearest = max(mounts, key=lambda mount: len(mount.mountpoint), default=None)
    return nearest is not None and nearest.fstype.lower().startswith(_NETWORK)


def create_schema(engine: Engine) -> None:
    """Create nbgrader's tables if there are none, and the indexes that they lack.

    Unlike nbgrader, in one transaction: who is killed meanwhile leaves nothing half made.

    Raises
    ------
    CourseError
        If the tables are those of another release of nbgrader.
    """
    newest = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with engine.begin() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            Base.metadata.create_all(connection)
            connection.execute(
                text("create table alembic_version (version_num varchar(32) not null)")
            )
            connection.execute(
                text("insert into alembic_version values (:newest)"), {"newest": newest}
            )
        elif "alembic_version" not in tables or newest != connection.scalar(
            text("select version_num from alembic_version")
        ):
            raise CourseError(
                f"The gradebook {engine.url} is not of this release of nbgrader: keep a copy, "
                'and run "nbgrader db upgrade".'
            )
        for table, column in foreign_keys_without_index():
            connection.execute(
                text(f"create index if not exists cnncourse_{table}_{column} on {table} ({column})")
            )


def foreign_keys_without_index() -> list[tuple[str, str]]:
    """Table and column of each foreign key in nbgrader's schema that no index begins with.

    Looking up a student's grades would read the whole table. The indexes' names begin with
    cnncourse_, so that no later migration of nbgrader can want the same name.

    Examples
    --------
    >>> ("grade", "notebook_id") in foreign_keys_without_index()
    True
    """
    missing = []
    for table in Base.metadata.sorted_tables:
        keys = [table.primary_key, *table.indexes]
        keys += [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        leading = {next(iter(key.columns)).name for key in keys}
        foreign = {key.parent.name for key in table.foreign_keys}
        missing += [(table.name, column) for column in sorted(foreign - leading)]
    return missing

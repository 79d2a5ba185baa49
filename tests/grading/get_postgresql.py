"""Finds a PostgreSQL server, or installs Debian's: `python tests/grading/get_postgresql.py`."""

import os
import subprocess
import sys
from pathlib import Path

from postgresql_server import BY_HAND, find


def get() -> Path | None:
    """Install Debian's package where there is none; returns the folder of its programs."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    commands = [
        [*apt_get, "update", "-qq"],
        [*apt_get, "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
    ]
    print("No PostgreSQL yet, trying:", " ".join(commands[-1]), flush=True)
    try:
        for command in commands:
            subprocess.run(command, check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"  did not work: {error}", flush=True)
    return find()


if __name__ == "__main__":
    folder = find() or get()
    if folder is None:
        sys.exit(BY_HAND)
    print(f"PostgreSQL for the gradebook's test: {folder}")

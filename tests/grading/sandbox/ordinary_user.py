"""Runs a command as a user without rights, also where the tests are run by root."""

import os
import shlex
import sys
from pathlib import Path

_NOBODY = 65534


def command_as_ordinary_user(command: list[str]) -> list[str]:
    """The command line that runs a command as nobody if this is root, else the command itself.

    Where root's own folder holds the interpreter, nobody would not get there: in a mount
    namespace, an open folder with the interpreter alone takes its place.
    """
    if os.geteuid() != 0:
        return command
    python = Path(sys.base_prefix)
    closed = [folder for folder in python.parents if not folder.stat().st_mode & 0o001]
    script = ""
    if closed:
        script = f"""
            mkdir -p /tmp/interpreter && mount --bind {python} /tmp/interpreter
            mount -t tmpfs -o mode=755 none {closed[-1]}
            mkdir -p {python} && mount --bind /tmp/interpreter {python}
        """
    user = f"--reuid={_NOBODY} --regid={_NOBODY} --clear-groups"
    script = f"set -e; umask 022; {script}\nexec setpriv {user} {shlex.join(command)}"
    return ["unshare", "--mount", "sh", "-c", script]

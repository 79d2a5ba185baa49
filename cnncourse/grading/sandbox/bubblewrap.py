"""The sandbox that bubblewrap makes for a fork server: the system read-only, and nothing else."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import cnncourse
from cnncourse import grading
from cnncourse.errors import CourseError

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
)
# What notebooks may import of the grader; expected answers and the grader's ways stay outside.
_FOR_NOTEBOOKS = ("__init__.py", "checks.py", "patches.py", "publish.py", "sandbox", "testkit/*.py")
# What root needs to start a kernel as another user, and to have it end with the server; the kernel
# itself keeps none of it.
_OF_ROOT = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL")


def require_sandbox() -> None:
    """Make sure that this machine can run sandboxed kernels.

    Raises
    ------
    CourseError
        One line that says what is missing and what to do.
    """
    trouble = _what_is_missing()
    if trouble:
        raise CourseError(
            f"{trouble}, or grade only notebooks that you trust, with --unsafe-no-sandbox."
        )


def _what_is_missing() -> str:
    if not sys.platform.startswith("linux"):
        return "Notebooks of others run in a sandbox that needs Linux: use a Linux machine"
    for found, name, package in (
        (shutil.which("bwrap"), "bubblewrap", "bubblewrap"),
        (ctypes.util.find_library("seccomp"), "libseccomp", "libseccomp2"),
    ):
        if not found:
            return (
                f"The sandbox for notebooks needs {name}: install it (Debian and Ubuntu: "
                f"`sudo apt-get install {package}`)"
            )
    command = ["bwrap", *_isolation(), "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    trial = subprocess.run(command, capture_output=True, text=True)
    if trial.returncode:
        why = (trial.stderr.strip().splitlines() or ["no reason given"])[-1]
        return (
            f"bubblewrap cannot make a sandbox here ({why}): allow user namespaces, in a container "
            "by its own options"
        )
    return ""


def command(readable: Iterable[Path], accounts: Path, variables: dict[str, str]) -> list[str]:
    """The command line, up to the program that is to run in the sandbox.

    Parameters
    ----------
    readable : iterable of Path
        Further files and folders that kernels may read.
    accounts : Path
        Folder with the sandbox's own passwd and group files.
    variables : dict of str to str
        All the environment variables there are.
    """
    options = ["bwrap", *_isolation(), "--hostname", "sandbox"]
    for path in map(Path, _SYSTEM):
        if path.is_symlink():
            options += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            options += ["--ro-bind", str(path), str(path)]
    options += ["--dir", "/etc"]
    for path in _SETTINGS:
        options += ["--ro-bind-try", path, path]
    for name in ("passwd", "group"):
        options += ["--ro-bind", str(accounts / name), f"/etc/{name}"]
    options += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    # Read, both give zeros; mapped, /dev/zero gives memory that no process is seen to hold.
    options += ["--dev-bind", "/dev/full", "/dev/zero"]
    for path in _outermost([*_python(), *map(Path, readable)]):
        # Said for itself, a folder is open to all; made on the way, only to root.
        for parent in reversed(path.parents[:-1]):
            options += ["--dir", str(parent)]
        options += ["--ro-bind", str(path), str(path)]
    options += _without_the_graders_own()
    options += ["--dir", "/tmp/home", "--chdir", "/tmp"]
    options += ["--remount-ro", "/dev", "--remount-ro", "/", "--clearenv"]
    for name, value in variables.items():
        options += ["--setenv", name, value]
    return [*options, "--"]


def _isolation() -> list[str]:
    """The namespaces to leave, and the rights that are left."""
    spaces = [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts", "cgroup-try")]
    if os.geteuid() == 0:
        rights = [word for name in _OF_ROOT for word in ("--cap-add", name)]
        return [*spaces, "--cap-drop", "ALL", *rights]
    return [*spaces, "--unshare-user", "--uid", "1000", "--gid", "1000"]


def _python() -> list[Path]:
    """Folders of the interpreter, of its packages, and of this one if it lies elsewhere."""
    packages = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    folders = [sys.prefix, sys.base_prefix, sys.exec_prefix, *packages, *cnncourse.__path__]
    return [Path(folder).absolute() for folder in folders if Path(folder).is_dir()]


def _without_the_graders_own() -> list[str]:
    """Cover the package `cnncourse.grading`, but for what notebooks import of it."""
    (folder,) = map(Path, grading.__path__)
    options = ["--tmpfs", str(folder), "--dir", str(folder / "testkit")]
    for path in sorted(path for pattern in _FOR_NOTEBOOKS for path in folder.glob(pattern)):
        options += ["--ro-bind", str(path), str(path)]
    return [*options, "--remount-ro", str(folder)]


def _outermost(paths: list[Path]) -> list[Path]:
    """The paths that lie neither in another one nor in the system's folders, each once."""
    unique = sorted(set(paths))
    system = [Path(folder) for folder in _SYSTEM]
    return [
        path
        for path in unique
        if not any(path.is_relative_to(other) for other in (*system, *unique) if other != path)
        and path not in system
    ]

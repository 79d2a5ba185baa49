"""The steps by which a process shuts itself in: namespaces, scratch, user, limits."""

import contextlib
import os
import resource
from pathlib import Path

from cnncourse.grading.sandbox import system_calls as linux
from cnncourse.grading.sandbox.limits import MIB, Limits

USER = 1000
"""User and group that a kernel has in its own namespace; /etc/passwd calls it "student"."""

_NOBODY = 65534
"""User that a kernel is outside, where the grader is root."""

_TERMINALS = 64
_SIGNALS = 1000
"""Signals that may wait for the kernel: Linux counts them, and timers, for a user."""

SCRATCH = "/tmp"
HOME = f"{SCRATCH}/home"
WORK = f"{SCRATCH}/work"

_NAMESPACES = (
    linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
    | linux.CLONE_NEWCGROUP
)


def leave_namespaces() -> bool:
    """Give this process and its next child namespaces of their own.

    Without root's rights they come with a user namespace, in which the process has the
    capabilities to go on.

    Returns
    -------
    bool
        Whether this is root, who has them anyway, and has to stop being root.
    """
    if os.geteuid() == 0:
        linux.unshare(_NAMESPACES)
        return True
    outside = os.geteuid(), os.getegid()
    linux.unshare(_NAMESPACES | linux.CLONE_NEWUSER)
    _map_user(0, *outside)  # terminals can be mounted where there is a root
    return False


def mount_scratch(limits: Limits) -> int:
    """Mount what the new namespaces need: their processes, and an empty private scratch.

    Returns
    -------
    int
        Descriptor of a /proc that can be written to; the one in its place cannot.
    """
    linux.mount("none", "/", "", linux.MS_REC | linux.MS_PRIVATE)
    safe = linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("proc", "/proc", "proc", safe | linux.MS_NOEXEC)
    files = max(limits.scratch // 4096, 1024)
    options = f"size={limits.scratch},nr_inodes={files},mode=1777"
    kept = {path: os.open(path, os.O_PATH) for path in _mounted_below(SCRATCH)}
    linux.mount("tmpfs", SCRATCH, "tmpfs", safe, options)
    # Python or the course may themselves lie below the folder that has just been covered.
    for path, descriptor in kept.items():
        os.makedirs(path)
        linux.mount(f"/proc/self/fd/{descriptor}", path, "", linux.MS_BIND | linux.MS_REC)
        os.close(descriptor)
    # Terminals of its own: another kernel could write to those that all have, and use them up.
    own = f"ptmxmode=0666,mode=0600,max={_TERMINALS}"
    linux.mount("devpts", "/dev/pts", "devpts", linux.MS_NOSUID | linux.MS_NOEXEC, own)
    shared = f"{SCRATCH}/.shm"
    os.mkdir(shared)
    os.chmod(shared, 0o1777)
    linux.mount(shared, "/dev/shm", "", linux.MS_BIND)
    # Should the machine run out of memory, all in here goes before the grader does. A kernel could
    # take that back, for itself, if it could write there.
    Path("/proc/self/oom_score_adj").write_text("1000")
    open_to_write = os.open("/proc", os.O_PATH)
    linux.mount("/proc", "/proc", "", linux.MS_BIND)
    closed = linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | linux.MS_NOEXEC
    linux.mount("none", "/proc", "", closed | safe)
    return open_to_write


def _mounted_below(folder: str) -> list[str]:
    """The outermost mount points below a folder."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = sorted(line.split()[4].encode().decode("unicode_escape") for line in lines)
    outermost = []
    for point in points:
        if point.startswith(f"{folder}/") and not point.startswith(tuple(outermost)):
            outermost.append(f"{point}/")
    return outermost


def become_nobody(is_root: bool, proc: int) -> None:
    """Be a user that owns nothing, without rights, in its own namespace.

    Parameters
    ----------
    is_root : bool
        As `leave_namespaces` has found it.
    proc : int
        Descriptor of a /proc that can be written to; it is closed.
    """
    if is_root:
        stop_being_root()
        linux.set_dumpable(True)  # else the files in /proc/self would be root's
    outside = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER)
    _map_user(USER, *outside, Path(f"/proc/self/fd/{proc}"))
    os.close(proc)
    linux.drop_capabilities()


def stop_being_root() -> None:
    """Change from root to a user that owns nothing."""
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _map_user(inside: int, user: int, group: int, proc: Path = Path("/proc")) -> None:
    own = proc / "self"
    (own / "setgroups").write_text("deny")
    (own / "gid_map").write_text(f"{inside} {group} 1")
    (own / "uid_map").write_text(f"{inside} {user} 1")


def limit_resources(limits: Limits) -> None:
    """Set the limits that the operating system keeps, for this process and its children."""
    values = {
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: MIB,
        resource.RLIMIT_SIGPENDING: _SIGNALS,
    }
    for name, value in values.items():
        _lower(name, value, value)
    # A second between the two limits: SIGXCPU says that it was the time.
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)


def _lower(name: int, soft: int, hard: int) -> None:
    _, bound = resource.getrlimit(name)
    if bound != resource.RLIM_INFINITY:
        soft, hard = min(soft, bound), min(hard, bound)
    resource.setrlimit(name, (soft, hard))


def close_descriptors(keep) -> None:
    """Close every descriptor but standard input, output and error, and those to keep."""
    kept = {0, 1, 2, *keep}
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor not in kept:
            with contextlib.suppress(OSError):  # the one that listed the folder is gone
                os.close(descriptor)

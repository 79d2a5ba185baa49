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


def leave_namespaces() -> None:
    """Give this process and its next child namespaces of their own.

    Without root's rights they come with a user namespace, in which the process has the
    capabilities to go on. Root has them anyway, and takes a user namespace once it has stopped
    being root (`become_nobody`).
    """
    if os.geteuid() == 0:
        linux.unshare(_NAMESPACES)
    else:
        outside = os.geteuid(), os.getegid()
        linux.unshare(_NAMESPACES | linux.CLONE_NEWUSER)
        _map_user(*outside)


def mount_scratch(limits: Limits) -> None:
    """Mount what the new namespaces need: their processes, and an empty private scratch."""
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
    shared = f"{SCRATCH}/.shm"
    os.mkdir(shared)
    os.chmod(shared, 0o1777)
    linux.mount(shared, "/dev/shm", "", linux.MS_BIND)


def _mounted_below(folder: str) -> list[str]:
    """The outermost mount points below a folder."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = sorted(line.split()[4].encode().decode("unicode_escape") for line in lines)
    outermost = []
    for point in points:
        if point.startswith(f"{folder}/") and not point.startswith(tuple(outermost)):
            outermost.append(f"{point}/")
    return outermost


def become_nobody() -> None:
    """Stop being root, if this is root, for a user that owns nothing, in its own namespace."""
    if os.geteuid() == 0:
        stop_being_root()
        linux.set_dumpable(True)  # else the files in /proc/self would be root's
        linux.unshare(linux.CLONE_NEWUSER)
        _map_user(_NOBODY, _NOBODY)
    linux.drop_capabilities()


def stop_being_root() -> None:
    """Change to a user that owns nothing, if this is root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _map_user(user: int, group: int) -> None:
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{USER} {group} 1")
    Path("/proc/self/uid_map").write_text(f"{USER} {user} 1")


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
    }
    for name, value in values.items():
        _lower(name, value, value)
    # A second between the two limits: SIGXCPU says that it was the time.
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    # Should the machine run out of memory, this process goes before the grader does.
    Path("/proc/self/oom_score_adj").write_text("1000")


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

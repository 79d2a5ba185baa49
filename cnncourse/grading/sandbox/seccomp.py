"""The seccomp filter: system calls that no notebook needs, and that attack the machine."""

import errno
import socket

from cnncourse.grading.sandbox import system_calls

# Other processes' memory, mounts, namespaces, the kernel's own modules and settings, keys, raw
# file handles; memory that no limit sees, that of memfd, System V and message queues, and pages
# that a process leaves in a pipe; and what Linux counts for all kernels of a user together.
DENIED = (
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "pidfd_getfd",
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fsconfig",
    "fspick",
    "mount_setattr",
    "unshare",
    "setns",
    "name_to_handle_at",
    "open_by_handle_at",
    "quotactl",
    "swapon",
    "swapoff",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "acct",
    "syslog",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "sethostname",
    "setdomainname",
    "iopl",
    "ioperm",
    "vhangup",
    "lookup_dcookie",
    "nfsservctl",
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "fanotify_init",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "add_key",
    "request_key",
    "keyctl",
    "memfd_create",
    "memfd_secret",
    "shmget",
    "shmat",
    "semget",
    "msgget",
    "mq_open",
    "vmsplice",
    "inotify_init",
    "inotify_init1",
)

_NAMESPACES = (
    system_calls.CLONE_NEWNS,
    system_calls.CLONE_NEWCGROUP,
    system_calls.CLONE_NEWUTS,
    system_calls.CLONE_NEWIPC,
    system_calls.CLONE_NEWUSER,
    system_calls.CLONE_NEWPID,
    system_calls.CLONE_NEWNET,
)
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_MAP_SHARED_ANONYMOUS = 0x21
_LOCKS_OF_NO_PROCESS = (36, 37, 38)  # F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW


def make_filter():
    """The filter, not yet in force: `load()` puts it on the calling process and its children.

    Returns
    -------
    pyseccomp.SyscallFilter
    """
    import pyseccomp as seccomp  # here, because it cannot be imported where libseccomp is missing

    refuse = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in DENIED:
        try:
            rules.add_rule(refuse, name)
        except (OSError, ValueError):
            continue  # this libseccomp or this processor does not have it
    for flag in _NAMESPACES:
        rules.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    # Its flags lie in memory, where no filter sees them; the C library goes on with clone.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for family in (family for family in range(64) if family != socket.AF_UNIX):
        # ZeroMQ, in every kernel, bears this answer alone when it looks for network cards.
        number = errno.EINVAL if family == socket.AF_NETLINK else errno.EAFNOSUPPORT
        rules.add_rule(seccomp.ERRNO(number), "socket", seccomp.Arg(0, seccomp.EQ, family))
    rules.add_rule(seccomp.ERRNO(errno.EAFNOSUPPORT), "socket", seccomp.Arg(0, seccomp.GE, 64))
    for request in (_TIOCSTI, _TIOCLINUX):
        rules.add_rule(refuse, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, request))
    # All kernels see these in /proc/locks, so that none can be said to hold too many.
    for command in _LOCKS_OF_NO_PROCESS:
        number = seccomp.ERRNO(errno.EINVAL)
        rules.add_rule(number, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    # Such memory stays when it is no longer mapped, and then no process is seen to hold it.
    shared = seccomp.Arg(3, seccomp.MASKED_EQ, _MAP_SHARED_ANONYMOUS, _MAP_SHARED_ANONYMOUS)
    rules.add_rule(seccomp.ERRNO(errno.ENOMEM), "mmap", shared)
    return rules

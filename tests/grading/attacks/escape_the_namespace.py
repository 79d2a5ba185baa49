# ruff: noqa
"""Unshares, mounts, changes root and user, pivots, loads a module, and asks for capabilities.

Must not gain: a right that it did not have.
"""
# ends: graded

# %% loss
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
NEW = {"user": 0x10000000, "mount": 0x20000, "pid": 0x20000000, "net": 0x40000000}


def attempt(what, result):
    print(*("GOT IN:", what) if result == 0 else (what, os.strerror(ctypes.get_errno())))


for name, flag in NEW.items():
    attempt("unshare " + name, libc.unshare(flag))
for name in ("mnt", "net", "user", "pid"):
    try:
        attempt("setns " + name, libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0))
    except OSError as error:
        print(name, error)
os.mkdir("mounted")
attempt("mount tmpfs", libc.mount(b"none", b"mounted", b"tmpfs", 0, None))
attempt("bind", libc.mount(b"/", b"mounted", None, 4096 | 16384, None))
if os.getpid() < 100:  # a process namespace of its own; elsewhere this would harm
    attempt("remount", libc.mount(None, b"/", None, 32 | 4096, None))
    for path in ("/proc", "/tmp", "/dev", "/usr", "/etc/passwd", known.home, known.course):
        attempt("umount " + path, libc.umount2(path.encode(), 2))
attempt("chroot", libc.chroot(b"."))
attempt("no new privileges off", libc.prctl(38, 0, 0, 0, 0))
for call in ("setuid", "setgid", "setreuid"):
    try:
        getattr(os, call)(*([0] if call != "setreuid" else [0, 0]))
        print("GOT IN:" if 0 in os.getresuid() else call, os.getresuid())
    except OSError as error:
        print(call, error)
print(
    [
        line
        for line in open("/proc/self/status")
        if line.startswith(("Cap", "NoNewPrivs", "Seccomp"))
    ]
)

# %% gradient
import os

for path in ("/proc/1/root", "/proc/self/root", "/proc/1/cwd", "/proc/%d/root" % os.getppid()):
    try:
        print(
            "GOT IN:",
            path,
            os.listdir(path + known.home),
            open(path + known.home + "/diary.txt").read(),
        )
    except OSError as error:
        print(path, error)
for path in ("/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/sys/power/state"):
    try:
        # The last value it has, so that nothing changes where this succeeds.
        text = open(path).read() if "trigger" not in path and "power" not in path else ""
        open(path, "w").write(text)
        print("GOT IN:", path)
    except OSError as error:
        print(path, error)

# %% train
import os
import subprocess

for command in (
    ["su", "-c", "id"],
    ["sudo", "-n", "id"],
    ["bwrap", "--bind", "/", "/", "cat", known.home + "/diary.txt"],
    ["unshare", "-Ur", "cat", known.home + "/diary.txt"],
    ["nsenter", "-t", "1", "-a", "cat", known.home + "/diary.txt"],
    ["mknod", "disk", "b", "8", "0"],
):
    try:
        print(
            command,
            subprocess.run(command, capture_output=True, timeout=3, stdin=subprocess.DEVNULL),
        )
    except (OSError, subprocess.SubprocessError) as error:
        print(command, error)

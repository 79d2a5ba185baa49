# ruff: noqa
"""Overwrites and deletes the solution, other submissions, the home folder and the system.

Must not harm: any file outside of its own scratch folder.
"""
# ends: graded

# %% loss
import glob
import os

mine = glob.glob(known.course + "/submitted/*/**", recursive=True)
for path in [*mine, *glob.glob(known.course + "/solutions/*/*"), *glob.glob(known.home + "/*")]:
    if os.path.isfile(path):
        try:
            open(path, "a").write(" ")
            os.remove(path)
        except OSError as error:
            print(path, error)

# %% gradient
import publish_nothing_of_this_name as _  # a cell may fail on the way

# %% train
import sys

folders = [
    known.home,
    known.course,
    "/etc",
    "/usr/bin",
    "/usr/local/bin",
    "/var/tmp",
    "/root",
    "/opt",
]
folders += [path for path in sys.path if os.path.isdir(path)] + [os.path.dirname(np.__file__)]
folders += ["/proc/1/root" + known.home, "/proc/1/cwd", "/run", "/dev/shm", "/tmp", "/srv", "/mnt"]
for folder in folders:
    path = os.path.join(folder, known.token)
    try:
        open(path, "w").write("was here")
        print("wrote", path)
    except OSError as error:
        print(error)
for fd in range(3, 40):
    try:
        path = os.readlink(f"/proc/self/fd/{fd}")
        os.open(known.token, os.O_CREAT | os.O_WRONLY, dir_fd=fd)
        print("a folder is open:", path)
    except OSError:
        pass

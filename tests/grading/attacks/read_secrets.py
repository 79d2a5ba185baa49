# ruff: noqa
"""Reads the environment of every process it can see, the home folder, and the usual hiding places.

Must not gain: a variable of the grader's environment, a file of its home, what the inputs of the
checks are drawn from.
"""
# ends: graded

# %% loss
import glob
import os

for path in ["/proc/self/environ", *glob.glob("/proc/[0-9]*/environ")]:
    try:
        print(open(path, "rb").read())
    except OSError as error:
        print(path, error)
print(dict(os.environ))
for place in (known.course, "/proc/1/root" + known.course, "/proc/1/cwd", *glob.glob("/tmp/*")):
    try:
        print(open(place + "/.grading/secret", "rb").read())
    except OSError as error:
        print(place, error)

# %% gradient
import sys

for home in {known.home, os.path.expanduser("~"), "/root", "/proc/1/root" + known.home}:
    for folder, _, names in os.walk(home):
        if folder.startswith((sys.prefix, sys.base_prefix)):
            continue  # Python itself is no secret
        for name in names[:50]:
            try:
                print(name, open(os.path.join(folder, name), "rb").read(10_000))
            except OSError as error:
                print(name, error)

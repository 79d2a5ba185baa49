# ruff: noqa
"""Asks the fork server, over what it left open or lying about, for a kernel outside the sandbox.

Must not gain: an answer. Whatever descriptors a kernel has are its own.
"""
# ends: either

# %% loss
import array
import json
import os
import pickle
import socket
import stat

for path in ("/proc/self/fd", "/proc/%d/fd" % os.getppid(), "/proc/1/fd"):
    try:
        descriptors = os.listdir(path)
    except OSError as error:
        print(path, error)
        continue
    for fd in descriptors:
        try:
            print(path, fd, os.readlink(f"{path}/{fd}"))
        except OSError:
            pass
command = "open(%r, 'w').write('was here')" % (known.home + "/" + known.token)
request = {"argv": ["python3", "-c", command], "connection": {}, "arguments": [], "limits": {}}
for fd in map(int, os.listdir("/proc/self/fd")):
    try:
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            continue
        with socket.socket(fileno=os.dup(fd)) as found:
            if found.family != socket.AF_UNIX or found.getsockname():
                continue  # one of the kernel's own, which have names
            for text in (json.dumps(request).encode() + b"\n", pickle.dumps(request)):
                rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1]))
                found.sendmsg([text], [rights], socket.MSG_DONTWAIT)
            found.settimeout(0.3)
            print(fd, "answers", found.recv(1000))
    except OSError as error:
        print(fd, error)

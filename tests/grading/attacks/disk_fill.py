# ruff: noqa
"""Writes one huge file, then many, then thousands of tiny ones (1 GB at most).

Must not harm: the scratch folder has a limit, and it is gone when the kernel is.
"""
# ends: either

# %% loss
import os
import tempfile

folders = {".", tempfile.gettempdir(), "/dev/shm", "/var/tmp", os.path.expanduser("~"), "/run"}
written = 0
for folder in folders:
    for number in range(4):
        try:
            with open(os.path.join(folder, f"{known.token}_{number}"), "wb") as file:
                for _ in range(10):
                    written += file.write(bytes(5_000_000))
        except OSError as error:
            print(folder, error)
print("wrote", written)

# %% gradient
import os

try:
    for number in range(20_000):
        open(f"{known.token}_tiny_{number}", "w").close()
except OSError as error:
    print(number, error)

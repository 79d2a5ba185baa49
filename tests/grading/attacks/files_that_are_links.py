# ruff: noqa
"""Hands in links beside the notebook: to the gradebook, the solution, the home folder.

Must not gain: what they lead to, neither in the kernel nor in what comes back.
"""
# ends: graded

# %% hand-in
import os

targets = {
    "gradebook.txt": known.course + "/gradebook.db",
    "solution.txt": f"{known.course}/solutions/{known.assignment}/{known.assignment}.ipynb",
    "diary.txt": known.home + "/diary.txt",
    "environ.txt": "/proc/self/environ",
    "home": known.home,
    "round": ".",
}
for name, target in targets.items():
    os.symlink(target, folder / name)

# %% loss
import os

for top, folders, names in os.walk(".", followlinks=False):
    for name in [*names, *folders]:
        try:
            path = os.path.join(top, name)
            print(path, os.listdir(path) if os.path.isdir(path) else open(path, "rb").read())
        except OSError as error:
            print(name, error)

# ruff: noqa
"""Changes what the fork server and later kernels would share: modules on disk, caches, environment.

Must not harm: the next student's kernel.
"""
# ends: graded

# %% loss
import glob
import os
import sys

import numpy as np

import cnncourse

np.random.seed(0)
os.environ["PYTHONSTARTUP"] = os.environ["BASH_ENV"] = os.path.abspath("startup.py")
open("startup.py", "w").write("print('startup')")
folders = [os.path.dirname(np.__file__), os.path.dirname(cnncourse.__file__), sys.prefix]
folders += glob.glob(os.path.expanduser("~/.ipython/profile_default/startup"))
for folder in folders:
    for name in (
        "__init__.py",
        "sitecustomize.py",
        "__pycache__/__init__.cpython-311.pyc",
        "pyvenv.cfg",
    ):
        try:
            # Opened, and nothing is written: it shows whether one could.
            with open(os.path.join(folder, name), "r+b"):
                print("GOT IN:", folder, name)
        except OSError as error:
            print(error)

"""The sandbox needs no root: an ordinary user's kernels are as shut in."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from ordinary_user import command_as_ordinary_user

GRADER = r"""
import json, os, sys
sys.path.insert(0, sys.argv[1])
from sandboxed_cells import error_names, run_cells
from cnncourse.grading.sandbox import Limits, kernels, outputs
status = "print(open('/proc/self/status').read(), open('/proc/mounts').read())"
files = "import os; print(os.path.exists(%r), os.listdir('/proc'))" % sys.argv[2]
children = '''
import os, time
try:
    for n in range(200):
        if os.fork() == 0: time.sleep(60)
except OSError as error:
    print(error.errno)
'''
memory = "held = []\nwhile True: held.append(b'x' * 2**24)"
limits = Limits(processes=50, memory=500 * 2**20)
with kernels(warm=sys.argv[3] == "warm", limits=limits) as name:
    os.makedirs("cwd")
    notebook = run_cells(name, status, files, children, memory, folder="cwd")
texts = [cell.outputs[0].get("text", "") for cell in notebook.cells]
print(json.dumps([os.geteuid(), *texts, outputs.limits_hit(notebook)]))
"""


@pytest.mark.parametrize("kind", ["warm", "cold"])
def test_kernels_of_an_ordinary_user(kind):
    here = Path(__file__).parent
    command = [sys.executable, "-c", GRADER, str(here), str(here), kind]
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        run = subprocess.run(
            command_as_ordinary_user(command),
            cwd=folder,
            env={**os.environ, "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )
    assert run.returncode == 0, run.stderr
    user, status, files, children, _, hits = json.loads(run.stdout)
    assert user != 0
    values = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert values["NoNewPrivs"] == "1" and values["Seccomp"] == "2"
    assert {int(values[f"Cap{name}"], 16) for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
    assert files.startswith("False") and "'1', '2']" in files
    assert children == "11\n"
    assert [hit["ename"] for hit in hits] == ["OutOfMemoryError"]

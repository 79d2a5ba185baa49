"""The sandbox needs no root: an ordinary user's kernels are as shut in."""

import errno
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
from sandboxed_cells import run_cells
from cnncourse.grading.sandbox import KernelSettings, Limits, kernels, outputs
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
with kernels(KernelSettings(warm=sys.argv[3] == "warm", limits=limits)) as name:
    os.makedirs("cwd")
    notebook = run_cells(name, status, files, children, memory, folder="cwd")
texts = ["".join(o.get("text", "") for o in cell.outputs) for cell in notebook.cells]
print(json.dumps([os.geteuid(), *texts, outputs.limits_hit(notebook)]))
"""


HOARD = """
import array, socket
held, sent = [], 0
rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0] * 250))]
try:
    while True:
        held.append(socket.socketpair())
        held[-1][0].sendmsg([b"x"], rights)
        sent += 250
except OSError as error:
    print(sent, error.errno)
"""
TWO_KERNELS = r"""
import os, resource, sys
sys.path.insert(0, sys.argv[1])
from jupyter_client.manager import start_new_kernel
from sandboxed_cells import printed, run_cells
from cnncourse.grading.sandbox import KernelSettings, kernels
hard = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 300), hard))
os.makedirs("cwd")
with kernels() as name:
    manager, client = start_new_kernel(kernel_name=name, startup_timeout=120, cwd="cwd")
    said = []
    client.execute_interactive(sys.argv[2], timeout=300, output_hook=said.append)
    print(*[m["content"].get("text") for m in said if m["msg_type"] == "stream"], end="")
    print(printed(run_cells(name, "print('another')", folder="cwd").cells[0]), end="")
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""


def run_as_ordinary_user(code, *arguments):
    """Run Python code in a process of an ordinary user, in an empty folder."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        return subprocess.run(
            command_as_ordinary_user([sys.executable, "-c", code, *arguments]),
            cwd=folder,
            env={**os.environ, "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )


@pytest.mark.parametrize("kind", ["warm", "cold"])
def test_kernels_of_an_ordinary_user(kind):
    here = Path(__file__).parent
    run = run_as_ordinary_user(GRADER, str(here), str(here), kind)
    assert run.returncode == 0, run.stderr
    user, status, files, children, _, hits = json.loads(run.stdout)
    assert user != 0
    values = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert values["NoNewPrivs"] == "1" and values["Seccomp"] == "2"
    assert values["Uid"].split() == ["1000"] * 4 and "max=64" in status
    assert {int(values[f"Cap{name}"], 16) for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
    assert files.startswith("False") and "'1', '2']" in files
    assert children == "11\n"
    assert [hit["ename"] for hit in hits] == ["OutOfMemoryError"]


@pytest.mark.parametrize("hard", ["4096", "700"])
def test_descriptors_on_their_way_do_not_keep_another_kernel_from_starting(hard):
    run = run_as_ordinary_user(TWO_KERNELS, str(Path(__file__).parent), HOARD, hard)
    assert run.returncode == 0, run.stderr
    first, second = run.stdout.splitlines()
    assert int(first.split()[0]) >= 300 and first.split()[1] == str(errno.ETOOMANYREFS)
    assert second == "another"

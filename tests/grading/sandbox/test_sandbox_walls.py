"""What code in a kernel can see and reach: nothing but Python, its scratch and its files."""

import ast
import os
import socket
import sys
from pathlib import Path

import pyseccomp
import pytest
from jupyter_client.manager import start_new_kernel
from sandboxed_cells import printed

import cnncourse
from cnncourse.grading.sandbox import seccomp

ROOT = Path(__file__).parents[3]
PACKAGE = Path(cnncourse.__file__).parent
GIVEN = ["/usr", "/proc", "/tmp", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.conf.d"]
GIVEN += [sys.prefix, sys.base_prefix]
GIVEN += [str(path) for path in PACKAGE.iterdir() if path.is_dir() and path.name != "grading"]
GIVEN += [str(PACKAGE / "grading" / "sandbox")]


def attempt(code):
    """Source that prints the name of the error that some code ends with, or "done"."""
    lines = "\n".join(f"    {line}" for line in code.strip().splitlines())
    return (
        f"try:\n{lines}\n    print('done')\nexcept BaseException as error:\n"
        "    print(type(error).__name__, getattr(error, 'errno', ''))"
    )


def test_of_the_grader_notebooks_import_the_test_kit_alone(show):
    names = ("checks", "publish", "testkit.checks", "testkit.publish", "testkit.published_values")
    imports = "".join(f"import cnncourse.grading.{name}\n" for name in names)
    assert show(attempt(imports)) == "done\n"
    for name in ("testkit.judging", "plugins", "workers", "result"):
        assert "ModuleNotFoundError" in show(attempt(f"import cnncourse.grading.{name}"))


def test_network_is_out_of_reach(show):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket\nsocket.create_connection(('127.0.0.1', {port}), timeout=5)"
        assert "OSError 97" in show(attempt(code))
    assert "OSError 97" in show(attempt("import socket\nsocket.socket(socket.AF_INET6)"))
    assert "OSError" in show(attempt("import socket\nsocket.socket(socket.AF_NETLINK, 3)"))
    assert "URLError" in show(attempt("import urllib.request as u\nu.urlopen('http://a.org')"))


def test_sockets_of_the_machine_are_out_of_reach(show, tmp_path):
    path, abstract = tmp_path / "s", f"\0cnncourse-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as one, socket.socket(socket.AF_UNIX) as other:
        for server, address in ((one, str(path)), (other, abstract)):
            server.bind(address)
            server.listen()
            code = f"import socket\nsocket.socket(socket.AF_UNIX).connect({address!r})"
            assert show(attempt(code)).split()[0] in ("FileNotFoundError", "ConnectionRefusedError")


def test_other_files_are_not_there(show, tmp_path):
    gradebook = tmp_path / "gradebook.db"
    gradebook.write_text("grades")
    beside = [ROOT / "solutions", ROOT / "tests", ROOT / "pyproject.toml", Path.home() / ".bashrc"]
    paths = [str(path) for path in (gradebook, *beside, Path("/etc/shadow"), Path("/var"))]
    assert all(Path(path).exists() for path in paths if "bashrc" not in path)
    assert ast.literal_eval(show(f"import os\nprint([os.path.exists(p) for p in {paths}])")) == (
        [False] * len(paths)
    )


# Walks the sandbox's folders, without going into the system's and Python's own.
WALK = f"""
import os
given = {GIVEN}
def folders():
    for folder, names, files in os.walk('/'):
        names[:] = [name for name in names if os.path.join(folder, name) not in given]
        yield folder, names, files
"""


def test_the_root_has_only_what_python_needs(show):
    code = "print([(folder, files) for folder, _, files in folders() if files])"
    found = dict(ast.literal_eval(show(WALK + code)))
    # Not found by the walk if they lie in /tmp.
    own = {str(PACKAGE / room) for room in (".", "grading", "grading/testkit")}
    assert set(found) | own == {"/dev", "/dev/pts", "/etc"} | own
    assert "shadow" not in found["/etc"]
    kit = ["__init__", "augmenting", "checks", "examples", "fakes", "messages", "moves"]
    kit += ["networks", "plots", "publish", "published_values", "pytorch", "regularizing"]
    kit += ["rules", "sweeps", "tensorflow", "trainings"]
    given = ["__init__", "checks", "patches", "publish"]
    for room, modules in (("", given), ("testkit", kit)):
        names = show(f"import os\nprint(os.listdir({str(PACKAGE / 'grading' / room)!r}))")
        files = sorted(name for name in ast.literal_eval(names) if "." in name)
        assert files == [f"{module}.py" for module in modules]


def test_nothing_can_be_written_but_the_scratch(show):
    code = """
found = []
for folder in [*given, *(folder for folder, _, _ in folders())]:
    if folder not in ('/tmp', '/proc'):
        try:
            open(os.path.join(folder, 'x'), 'w').close()
            found.append(folder)
        except OSError:
            pass
print(found)
"""
    assert show(WALK + code).strip() == "['/dev/shm']"  # which is a folder of the scratch


def test_all_that_is_mounted_is_read_only(show):
    text = show("print(open('/proc/mounts').read())").strip()
    mounts = [line.split() for line in text.splitlines()]
    open_to_write = {at for _, at, _, options, *_ in mounts if "rw" in options.split(",")}
    devices = {f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "tty")}
    closed = [at for _, at, _, options, *_ in mounts if "ro" in options.split(",")]
    assert "/proc" in closed  # over the one that the first process has used
    assert open_to_write - {"/proc"} == {"/tmp", "/dev/shm", "/dev/pts", *devices}


def test_scratch_is_private_and_does_not_last(show):
    code = "import os, pathlib\n"
    code += "print(sorted(p.name for p in pathlib.Path('/tmp').rglob('my-mark')))\n"
    code += "for p in ('/tmp', '/tmp/work', '/dev/shm', os.environ['HOME']):\n"
    code += "    pathlib.Path(p, 'my-mark').write_text('x')\nprint('written')"
    assert show(code) == "[]\nwritten\n"
    assert show(code) == "[]\nwritten\n"
    assert not Path("/tmp/mark").exists()


def test_files_of_the_submission_are_copies(run, tmp_path):
    folder = tmp_path / "cwd"
    (folder / "data").mkdir()
    (folder / "data" / "numbers.txt").write_text("1 2 3")
    (folder / "exercise.ipynb").write_text("hidden tests")
    (folder / "secret").symlink_to("/etc/passwd")
    code = (
        "import os\nprint(sorted(os.listdir()), open('data/numbers.txt').read())\n"
        "open('data/numbers.txt', 'w').write('9')\nopen('made', 'w').close()"
    )
    notebook = run(code)
    assert "['data'] 1 2 3" in notebook.cells[0].outputs[0].text
    assert (folder / "data" / "numbers.txt").read_text() == "1 2 3"
    assert not (folder / "made").exists()


def test_environment_has_no_secret(show, monkeypatch):
    monkeypatch.setenv("CANVAS_TOKEN", "hunter2")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    code = (
        "import os, glob\nprint(os.environ['NBGRADER_EXECUTION'], 'CANVAS_TOKEN' in os.environ)\n"
    )
    code += "for path in glob.glob('/proc/*/environ'):\n"
    code += "    try: print('hunter2' in open(path).read())\n    except OSError: pass"
    assert set(show(code).split()) == {"autograde", "False"}


def test_no_rights_are_left(show):
    status = dict(
        line.split(":\t")
        for line in show("print(open('/proc/self/status').read())").splitlines()
        if ":\t" in line
    )
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0
    assert status["NoNewPrivs"].strip() == "1" and status["Seccomp"].strip() == "2"
    assert status["Uid"].split() == ["1000"] * 4 and status["Groups"].split() in ([], ["1000"])


def test_only_own_processes_and_descriptors(show):
    code = """
import os
print(sorted(int(n) for n in os.listdir('/proc') if n.isdigit()) == [1, os.getpid()])
links = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')
         if os.path.lexists(f'/proc/self/fd/{n}')]
harmless = ('socket:', 'pipe:', 'anon_inode:', '/dev/', '/proc/')
print([link for link in links if not link.startswith(harmless)])
"""
    assert show(code).split("\n")[:2] == ["True", "[]"]


@pytest.mark.parametrize(
    "call",
    [
        "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/tmp', 2)",
        "libc.unshare(0x10000000)",
        "libc.setns(0, 0)",
        "libc.ptrace(16, 1, 0, 0)",
        "libc.chroot(b'/tmp')",
        "libc.syscall(310, 1, 0, 0, 0, 0, 0)",  # process_vm_readv
        "libc.memfd_create(b'x', 0)",
        "libc.shmget(0, 4096, 0o1600)",
        "libc.sethostname(b'x', 1)",
        "libc.vmsplice(1, None, 0, 0)",
        "libc.inotify_init()",
        "libc.inotify_init1(0)",
    ],
)
def test_system_calls_are_refused(show, call):
    code = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    assert show(f"{code}print({call}, ctypes.get_errno())") == "-1 1\n"


def test_memory_of_the_first_process_is_closed(show):
    assert show(attempt("open('/proc/1/mem', 'rb')")).startswith("PermissionError")
    assert show(attempt("import os\nos.kill(1, 9)")) == "done\n"  # it stays: this could be printed


def test_a_kernel_goes_first_when_memory_is_short_and_cannot_take_it_back(show):
    look = "print(open('/proc/self/oom_score_adj').read())"
    assert show(look) == "1000\n\n"
    for name in ("oom_score_adj", "oom_adj"):
        for way in ("self", "thread-self", "1"):
            code = attempt(f"open('/proc/{way}/{name}', 'w').write('0')")
            assert show(code).split()[0] in ("OSError", "PermissionError")
    child = "import subprocess\nprint(subprocess.run(['cat', '/proc/self/oom_score_adj'], "
    assert show(f"{child}capture_output=True, text=True).stdout)") == "1000\n\n"


def test_terminals_are_a_kernels_own_and_not_many(kernel_name, run, tmp_path):
    hoard = """
import os
print(os.listdir('/dev/pts'))
held = []
try:
    while True:
        held.append(os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY))
except OSError as error:
    print(len(held), error.errno)
"""
    folder = tmp_path / "other"
    folder.mkdir()
    manager, client = start_new_kernel(
        kernel_name=kernel_name, startup_timeout=120, cwd=str(folder)
    )
    try:
        client.execute_interactive(hoard, timeout=300, output_hook=lambda _: None)
        mine = run("!echo $((40 + 2))", hoard)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert printed(mine.cells[0]).strip() == "42"
    assert printed(mine.cells[1]) == "['ptmx']\n64 28\n"


def test_every_denied_call_is_one_that_libseccomp_knows():
    unknown = [name for name in seccomp.DENIED if pyseccomp.resolve_syscall(0, name) is None]
    assert not unknown

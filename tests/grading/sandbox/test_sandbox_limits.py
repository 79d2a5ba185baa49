"""What happens at each limit: it holds, it is named, and nothing is left behind."""

import os

import pytest
from sandboxed_cells import error_names, printed, processes_with, run_cells
from waiting import wait_until

from cnncourse.grading.sandbox import KernelSettings, Limits, kernels, outputs

MIB = 2**20
SMALL = Limits(
    memory=600 * MIB,
    address_space=4096 * MIB,
    processes=40,
    file_size=4 * MIB,
    scratch=12 * MIB,
    open_files=100,
    cell_output=MIB // 4,
    notebook_output=MIB,
)


@pytest.fixture(scope="module", params=["warm", "cold"])
def small(request):
    with kernels(KernelSettings(warm=request.param == "warm", limits=SMALL)) as name:
        yield name


@pytest.fixture
def run(small, tmp_path):
    return lambda *sources, **traits: run_cells(small, *sources, folder=tmp_path, **traits)


def test_memory_bomb_is_named(run):
    bomb = "held = []\nwhile True: held.append(b'x' * 2**24)"
    notebook = run("1", bomb, "print('after')")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["cell"] == "c1" and hit["ename"] == outputs.OUT_OF_MEMORY
    assert "0.585938 GiB" in hit["evalue"]
    assert error_names(notebook.cells[0]) == []
    assert error_names(notebook.cells[2]) == [outputs.OUT_OF_MEMORY]
    assert "Not run" in notebook.cells[2].outputs[0].evalue


def test_memory_of_several_processes_adds_up(run):
    bomb = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(150 * 2**20)
        held[::4096] = b'x' * len(held[::4096])
        time.sleep(60)
time.sleep(60)
"""
    (hit,) = outputs.limits_hit(run(bomb))
    assert hit["ename"] == outputs.OUT_OF_MEMORY


def test_large_request_is_a_memory_error(run):
    notebook = run("x = bytearray(5 * 2**30)", "print('after')")
    assert error_names(notebook.cells[0]) == ["MemoryError"]
    assert printed(notebook.cells[1]) == "after\n"
    assert outputs.limits_hit(notebook) == []


@pytest.mark.parametrize(
    "flags", ["mmap.MAP_SHARED | mmap.MAP_ANONYMOUS", "mmap.MAP_SHARED | 0x20 | 2"]
)
def test_memory_that_outlives_its_mapping_cannot_be_had(run, flags):
    notebook = run(f"import mmap\nmmap.mmap(-1, 4096, {flags})")
    assert error_names(notebook.cells[0]) == ["OSError"]


def test_zeros_can_be_read_but_not_shared(run):
    notebook = run(
        "zeros = open('/dev/zero', 'r+b', buffering=0)\nprint(zeros.read(3))",
        "import mmap\nmmap.mmap(zeros.fileno(), 4096)",
    )
    assert printed(notebook.cells[0]) == "b'\\x00\\x00\\x00'\n"
    assert error_names(notebook.cells[1]) == ["OSError"]


def test_page_tables_count_as_memory(tmp_path):
    sparse = """
import mmap, os, time
for _ in range(14):
    if os.fork() == 0:
        empty = mmap.mmap(-1, 14 * 2**30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)
        for place in range(0, len(empty), 2**21):
            empty[place]  # of each page of a table, one page that stays empty
        time.sleep(60)
time.sleep(60)
"""
    with kernels(KernelSettings(limits=Limits(memory=300 * MIB))) as name:
        (hit,) = outputs.limits_hit(run_cells(name, sparse, folder=tmp_path))
    assert hit["ename"] == outputs.OUT_OF_MEMORY


@pytest.mark.parametrize("kind", ["flock", "lockf"])
def test_locks_on_files_are_bounded(tmp_path, kind):
    hoard = f"""
import fcntl, os, time
for n in range(6):
    if {kind!r} == 'lockf' or os.fork() == 0:
        held = [open(f'{{n}}-{{m}}', 'w') for m in range(40)]
        for file in held:
            if {kind!r} == 'flock':
                fcntl.flock(file, fcntl.LOCK_EX)
            else:
                [fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * byte) for byte in range(6)]
        time.sleep(1)
time.sleep(60)
"""
    with kernels(KernelSettings(limits=Limits(file_locks=200))) as name:
        (hit,) = outputs.limits_hit(run_cells(name, hoard, folder=tmp_path))
    assert hit["evalue"] == "The notebook held more than 200 locks on files."


def test_locks_that_cannot_be_counted_are_refused(run):
    code = "import fcntl, struct\nwhole = struct.pack('hhqqi', fcntl.F_WRLCK, 0, 0, 0, 0)\n"
    code += "fcntl.fcntl(open('x', 'w'), 37, whole)"
    assert error_names(run(code).cells[0]) == ["OSError"]
    database = "import sqlite3\nwith sqlite3.connect('x.db') as db: db.execute('create table a(b)')"
    assert error_names(run(database).cells[0]) == []


def test_signals_that_wait_are_bounded(run):
    code = """
import ctypes, os, signal
if os.fork() == 0:  # without the kernel's other threads, which would take them
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
    libc = ctypes.CDLL(None, use_errno=True)
    sent = 0
    while sent < 5000 and libc.sigqueue(os.getpid(), signal.SIGRTMIN, None) == 0:
        sent += 1
    os._exit(0 < sent <= 1000 and ctypes.get_errno() == 11)
print(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    assert printed(run(code).cells[0]) == "1\n"


def test_fork_bomb_stops(run):
    mark = f"fork-bomb-{os.getpid()}"
    bomb = f"""
import os, subprocess, sys, time
children = 0
try:
    while True:
        subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', {mark!r}])
        children += 1
except OSError as error:
    print(type(error).__name__, children <= 40)
"""
    assert printed(run(bomb).cells[0]) == "BlockingIOError True\n"
    wait_until(lambda: not processes_with(mark))


def test_processes_that_have_ended_do_not_count(run):
    code = """
import os, time
for _ in range(30):
    if os.fork() == 0:
        os._exit(0)
time.sleep(2)
print('still here')
"""
    assert printed(run(code).cells[0]) == "still here\n"


def test_scratch_is_bounded(run):
    fill = """
import pathlib
for n in range(100):
    try:
        pathlib.Path(f'/tmp/{n}').write_bytes(bytes(2**20))
    except OSError as error:
        print(error.errno, n < 12)
        break
"""
    assert printed(run(fill).cells[0]) == "28 True\n"


def test_number_of_files_is_bounded(run):
    fill = """
import os
try:
    for n in range(10**6):
        os.close(os.open(f'/dev/shm/{n}', os.O_CREAT))
except OSError as error:
    print(error.errno, n < 4000)
"""
    assert printed(run(fill).cells[0]) == "28 True\n"


def test_size_of_a_file_is_bounded(run):
    notebook = run("open('/tmp/x', 'wb').write(bytes(5 * 2**20))")
    assert error_names(notebook.cells[0]) == ["OSError"]
    assert notebook.cells[0].outputs[0].evalue.startswith("[Errno 27]")


def test_open_files_are_bounded(run):
    notebook = run("held = [open('/dev/null') for _ in range(200)]")
    assert error_names(notebook.cells[0]) == ["OSError"]


SPIN = "while True: pass"
SPIN_AT_ONCE = f"""
import os
for _ in range(3):
    if os.fork() == 0:
        {SPIN}
{SPIN}
"""
SPIN_IN_TURN = f"""
import os
while True:
    if os.fork() == 0:
        {SPIN}
    os.wait()
"""


@pytest.mark.parametrize(
    "code",
    [SPIN, SPIN_AT_ONCE, SPIN_IN_TURN],
    ids=["one process", "four at once", "one after another"],
)
def test_processor_time_is_bounded(tmp_path, code):
    with kernels(KernelSettings(limits=Limits(cpu_seconds=4, wall_seconds=300))) as name:
        notebook = run_cells(name, code, "1", folder=tmp_path, timeout=None)
    (hit,) = outputs.limits_hit(notebook)
    assert hit["ename"] == outputs.TIME_LIMIT and "processor" in hit["evalue"]


def test_buffers_of_sockets_count_as_memory(tmp_path):
    hoard = "import socket, time\nheld = [socket.socketpair() for _ in range(1500)]\ntime.sleep(60)"
    with kernels(KernelSettings(limits=Limits(memory=400 * MIB, open_files=4000))) as name:
        (hit,) = outputs.limits_hit(run_cells(name, hoard, folder=tmp_path))
    assert hit["ename"] == outputs.OUT_OF_MEMORY


def test_buffers_of_sockets_of_several_processes_add_up(run):
    hoard = """
import os, socket, time
for _ in range(30):
    if os.fork() == 0:
        held = [socket.socketpair() for _ in range(40)]
        time.sleep(60)
time.sleep(60)
"""
    (hit,) = outputs.limits_hit(run(hoard))
    assert hit["ename"] == outputs.OUT_OF_MEMORY


def test_limits_cannot_be_raised(run):
    code = """
import resource
for name in ('AS', 'NPROC', 'FSIZE', 'CPU', 'NOFILE'):
    number = getattr(resource, f'RLIMIT_{name}')
    try:
        resource.setrlimit(number, (resource.RLIM_INFINITY,) * 2)
        print(name)
    except (ValueError, OSError):
        pass
print('end')
"""
    assert printed(run(code).cells[0]) == "end\n"

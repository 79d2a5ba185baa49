"""LimitedExecute: what is kept of a notebook's output, its time, and how its end is told."""

import os
import resource

import nbformat
import pytest
from sandboxed_cells import error_names, printed, run_cells

from cnncourse.grading.sandbox import KernelSettings, Limits, client, kernels, outputs
from cnncourse.grading.sandbox.execute import LimitedExecute

MIB = 2**20
LIMITS = Limits(cell_output=MIB, notebook_output=3 * MIB, wall_seconds=600)


@pytest.fixture(scope="module")
def bounded():
    with kernels(KernelSettings(limits=LIMITS)) as name:
        yield name


@pytest.fixture
def run(bounded, tmp_path):
    return lambda *sources, **traits: run_cells(bounded, *sources, folder=tmp_path, **traits)


def size_kept(notebook):
    return len(nbformat.writes(notebook))


def test_ordinary_output_is_kept_whole(run):
    notebook = run("print('x' * 500_000)", "1 + 1", "1 / 0")
    assert len(printed(notebook.cells[0])) == 500_001
    assert notebook.cells[1].outputs[0].data["text/plain"] == "2"
    assert error_names(notebook.cells[2]) == ["ZeroDivisionError"]
    assert outputs.limits_hit(notebook) == []


def test_flood_is_cut_and_stopped(run):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    notebook = run("while True: print('x' * 10_000)", "print('after')")
    (hit,) = outputs.limits_hit(notebook)
    # What nobody has read yet lies in the kernel's memory: where the grader is slow, that ends it.
    assert hit["ename"] in (outputs.OUTPUT_LIMIT, outputs.OUT_OF_MEMORY)
    assert error_names(notebook.cells[1]) == [hit["ename"]]
    assert size_kept(notebook) < 2 * MIB
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 100 * MIB


def test_output_a_little_above_does_not_end_the_notebook(run):
    notebook = run("for _ in range(20): print('x' * 100_000, flush=True)", "print('after')")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["ename"] == outputs.OUTPUT_LIMIT
    assert error_names(notebook.cells[0]) == [outputs.OUTPUT_LIMIT]
    assert printed(notebook.cells[1]) == "after\n"


def test_many_tiny_outputs_are_a_flood_too(run):
    notebook = run("from IPython.display import display\nfor _ in range(3000): display()", "1")
    notebook = run("from IPython.display import display\nfor _ in range(3000): display(1)")
    assert [hit["ename"] for hit in outputs.limits_hit(notebook)] == [outputs.OUTPUT_LIMIT]
    assert len(notebook.cells[0].outputs) < 1100


def test_output_of_a_notebook_adds_up(run):
    notebook = run(*["print('x' * 900_000)"] * 5)
    hits = outputs.limits_hit(notebook)
    assert [hit["cell"] for hit in hits] == ["c3", "c4"]
    assert "The notebook printed more than 3 MiB" in hits[0]["evalue"]
    assert size_kept(notebook) < 4 * MIB


def test_one_huge_message_is_lost_and_told(run):
    huge = (
        "from IPython.display import display\ndisplay({'text/plain': 'x' * 50_000_000}, raw=True)"
    )
    notebook = run(huge, "print('after')")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["cell"] == "c0" and hit["ename"] == outputs.OUTPUT_LIMIT
    assert printed(notebook.cells[1]) == "after\n"


KERNEL = "kernel = get_ipython().kernel\nparent = kernel.get_parent('shell')\n"


@pytest.mark.parametrize(
    ("content", "buffers"),
    [
        ("{'data': {}, 'metadata': {}}", "[b'x' * 2**20] * 12"),
        ("{'data': {}, 'metadata': {}}", "[b''] * 2000"),
        ("{'data': {'application/json': [[]] * 2**15}, 'metadata': {}}", "None"),
    ],
    ids=["large buffers", "many parts", "many lists"],
)
def test_a_message_counts_with_all_its_parts(run, content, buffers, monkeypatch):
    monkeypatch.setattr(client, "_MOST_BRACKETS", 2**14)
    send = f"send(kernel.iopub_socket, 'display_data', {content}, parent, buffers={buffers})"
    (hit,) = outputs.limits_hit(run(f"{KERNEL}kernel.session.{send}", "print('after')"))
    assert hit["cell"] == "c0" and hit["ename"] == outputs.OUTPUT_LIMIT
    assert "too many parts; it is lost" in hit["evalue"]


@pytest.mark.parametrize(
    ("kind", "content", "buffers"),
    [
        ("comm_open", "{'comm_id': 'a', 'data': {}}", "[b'x' * 2**20]"),
        ("display_data", "{'data': {'application/json': [[]] * 2**15}, 'metadata': {}}", "None"),
        ("status", "{'execution_state': 'busy', 'execution_count': [[]] * 2**15}", "None"),
    ],
)
def test_output_counts_as_what_it_takes_in_memory(run, kind, content, buffers):
    send = f"send(kernel.iopub_socket, {kind!r}, {content}, parent, buffers={buffers})"
    notebook = run(f"{KERNEL}kernel.session.{send}", "print('after')")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["evalue"].startswith("The cell printed more than 1 MiB")
    assert printed(notebook.cells[1]) == "after\n"


def test_a_message_without_end_is_not_collected(run):
    parts = "[b'<IDS|MSG>', *[bytes(2**20)] * 4000]"  # which the kernel holds once
    # In the socket's own thread: what that sends of its own would end the message too early.
    sent = f"outputs.schedule(lambda: outputs.socket.send_multipart({parts}, copy=False))"
    notebook = run(f"{KERNEL}outputs = kernel.iopub_thread\n{sent}\nwhile True: pass")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["ename"] == outputs.OUTPUT_LIMIT and "than the grader can hold" in hit["evalue"]


def test_output_that_is_cleared_and_sent_again_is_bounded(run):
    flood = """
from IPython.display import clear_output
while True:
    clear_output()
    print('x' * 100_000, flush=True)
"""
    (hit,) = outputs.limits_hit(run(flood))
    assert hit["ename"] == outputs.OUTPUT_LIMIT


def short_if_slow(cell):
    """Seconds that a cell may run: few for those that would never end.

    But enough to begin in: an interrupt that comes before the cell itself runs would be lost.
    """
    return 6 if "# slow" in cell.source else 300


def test_slow_cell_is_interrupted_and_the_next_runs(run):
    cells = ["import time\ntime.sleep(600)  # slow", "print('after')"]
    notebook = run(*cells, timeout_func=short_if_slow)
    (hit,) = outputs.limits_hit(notebook)
    assert hit == {
        "cell": "c0",
        "ename": outputs.CELL_TIMEOUT,
        "evalue": "The cell ran for more than 6 seconds.",
    }
    assert error_names(notebook.cells[0]).count(outputs.CELL_TIMEOUT) == 1
    assert printed(notebook.cells[1]) == "after\n"


def test_child_processes_are_interrupted_too(run):
    cells = ["import os\nos.system('sleep 600')  # slow", "print('after')"]
    assert printed(run(*cells, timeout_func=short_if_slow).cells[1]) == "after\n"


def test_loop_that_ignores_the_interrupt_ends(run):
    deaf = "get_ipython().kernel.pre_handler_hook = lambda: None"
    cells = [deaf, "while True: pass  # slow", "1"]
    notebook = run(*cells, timeout_func=short_if_slow, stop_timeout=10)
    (hit,) = outputs.limits_hit(notebook)
    assert hit["cell"] == "c1" and hit["ename"] == outputs.CELL_TIMEOUT
    assert error_names(notebook.cells[2]) == [outputs.CELL_TIMEOUT]


def test_time_of_the_notebook_is_bounded(tmp_path):
    with kernels(KernelSettings(limits=Limits(wall_seconds=20))) as name:
        cells = ["import time\ntime.sleep(7)"] * 10
        notebook = run_cells(name, *cells, folder=tmp_path, stop_timeout=10)
    (hit,) = outputs.limits_hit(notebook)
    assert hit["ename"] == outputs.TIME_LIMIT and "20 seconds" in hit["evalue"]
    assert error_names(notebook.cells[-1]) == [outputs.TIME_LIMIT]


def test_kernel_that_ends_itself_is_told(run):
    notebook = run("print('before')", "import os\nos._exit(3)", "1")
    (hit,) = outputs.limits_hit(notebook)
    assert hit["ename"] == outputs.KERNEL_DIED and "status 3" in hit["evalue"]
    assert printed(notebook.cells[0]) == "before\n"
    assert error_names(notebook.cells[2]) == [outputs.KERNEL_DIED]


def test_modules_are_found_as_python_finds_them_and_cells_have_none(run):
    look = """
import inspect, json

def own(): return inspect.currentframe()

print(inspect.getmodule(json.loads.__code__).__name__, inspect.getmodule(own).__name__)
print(inspect.getmodule(own()), inspect.getmodule(own.__code__))
"""
    notebook = run(look)
    assert printed(notebook.cells[0]) == "json __main__\nNone None\n"


def test_what_a_student_notes_does_not_count(bounded, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    outputs.note_limit(notebook, notebook.cells[0], "x", "y")
    assert outputs.limits_hit(notebook)
    outputs.forget_limits(notebook)
    assert not outputs.limits_hit(notebook)
    assert outputs.limits_hit(run_cells(bounded, "1", folder=tmp_path)) == []


def test_tests_cannot_be_passed_over_by_a_tag(bounded, tmp_path):
    test = nbformat.v4.new_code_cell("assert False", metadata={"tags": ["skip-execution"]})
    test.metadata["nbgrader"] = {"grade": True, "grade_id": "test", "points": 1}
    notebook = nbformat.v4.new_notebook(cells=[test])
    execute = LimitedExecute(kernel_name=bounded, startup_timeout=120)
    execute.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert error_names(test) == ["AssertionError"]


def test_without_a_sandbox_the_limits_of_the_grader_hold(tmp_path):
    with kernels(KernelSettings(sandboxed=False, warm=False, limits=LIMITS)) as name:
        notebook = run_cells(name, "import os\nprint(os.getcwd())", folder=tmp_path)
        assert printed(notebook.cells[0]) == f"{tmp_path}\n"
        notebook = run_cells(name, "while True: print('x' * 10_000)", "1", folder=tmp_path)
    assert [hit["ename"] for hit in outputs.limits_hit(notebook)] == [outputs.OUTPUT_LIMIT]
    assert name not in os.environ.get("JUPYTER_PATH", "")

"""The version of the grading changes with what can change a score, and with nothing else."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cnncourse.grading.sandbox import KernelSettings, Limits
from cnncourse.grading.workers import version
from cnncourse.grading.workers.version import grading_version


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "solutions" / "losses"
    folder.mkdir(parents=True)
    cell = new_code_cell("x = 1", metadata={"nbgrader": {"grade_id": "a", "points": 1}})
    nbformat.write(new_notebook(cells=[cell]), folder / "losses.ipynb")
    (folder / "data.csv").write_text("1")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()")
    return tmp_path


def edit(root, change):
    path = root / "solutions" / "losses" / "losses.ipynb"
    notebook = nbformat.read(path, 4)
    change(notebook.cells[0])
    nbformat.write(notebook, path)


def append(path):
    path.parent.mkdir(exist_ok=True)
    with open(path, "a") as file:
        file.write("\n")


def run_it(cell):
    cell.execution_count, cell.outputs = 3, [new_output("stream", text="1")]


CHANGES = {
    "source": lambda root: edit(root, lambda cell: cell.update(source="x = 2")),
    "points": lambda root: edit(root, lambda cell: cell.metadata.nbgrader.update(points=2)),
    "bonus": lambda root: edit(root, lambda cell: cell.metadata.update(tags=["bonus"])),
    "data": lambda root: append(root / "solutions/losses/data.csv"),
    "new file": lambda root: append(root / "solutions/losses/more.csv"),
    "config": lambda root: append(root / "nbgrader_config.py"),
    "secret": lambda root: (root / ".grading" / "secret").unlink(),
}
NO_CHANGES = {
    "nothing": lambda root: None,
    "run": lambda root: edit(root, run_it),
    "known answer": lambda root: append(root / "solutions/losses/known_answers/right.py"),
    "checkpoint": lambda root: append(root / "solutions/losses/.ipynb_checkpoints/losses.ipynb"),
    "other assignment": lambda root: append(root / "solutions/optimizers/data.csv"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_can_change_a_score_changes_the_version(root, change):
    before = grading_version(root, "losses")
    change(root)
    assert grading_version(root, "losses") != before


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_cannot_change_a_score_does_not(root, change):
    before = grading_version(root, "losses")
    change(root)
    assert grading_version(root, "losses") == before


def test_how_kernels_start_and_how_many_changes_nothing(root):
    other = KernelSettings(warm=False, jobs=3)
    assert grading_version(root, "losses", other) == grading_version(root, "losses")


def test_settings_packages_and_own_code_count(root, monkeypatch):
    few = KernelSettings(limits=Limits(memory=2**33))
    versions = [grading_version(root, "losses"), grading_version(root, "losses", few)]
    versions.append(grading_version(root, "losses", KernelSettings(sandboxed=False)))
    monkeypatch.setattr(version, "_installed", lambda name: "0.0")
    versions.append(grading_version(root, "losses"))
    monkeypatch.undo()
    monkeypatch.setattr(
        version, "__file__", str(root / "cnncourse" / "grading" / "workers" / "version.py")
    )
    versions.append(grading_version(root, "losses"))
    assert len(set(versions)) == 5

"""What the test cells of every exercise share: the framework's kit, examples, fakes of other parts.

A test cell is a few lines that read as examples::

    kit = checks.test(FRAMEWORK)

    checks.example(double, 3, gives=6, hint="Add the number to itself.")

`augmenting`, `moves`, `networks`, `plots`, `regularizing`, `rules`, `sweeps` and `trainings` have
examples of what whole parts do, and what a trusted check needs to know of them.
"""

import os
import sys
from importlib import import_module

from cnncourse.frameworks import backend
from cnncourse.grading.testkit import (
    augmenting,
    moves,
    networks,
    plots,
    regularizing,
    rules,
    sweeps,
    trainings,
)
from cnncourse.grading.testkit.examples import example, expect, expect_shape, trying
from cnncourse.grading.testkit.fakes import Fakes, notebook
from cnncourse.grading.testkit.messages import shown_short

__all__ = [
    "Fakes",
    "augmenting",
    "dataset",
    "example",
    "expect",
    "expect_shape",
    "moves",
    "networks",
    "plots",
    "regularizing",
    "rules",
    "start",
    "sweeps",
    "test",
    "trainings",
    "trying",
]


def start(framework: str):
    """Return the kit of the framework that the student picked, in the cell that sets up.

    For the rest of the cell, stderr goes to stdout: nbgrader takes any text on stderr for a
    failure, and a warning or a progress bar makes no answer wrong. Notebooks that are out already
    begin their test cells with it, too.

    Raises
    ------
    CourseError
        If there is no such framework, or it is not installed.
    """
    backend(framework)  # says what to do if the name is unknown or the framework missing
    shell = _shell()
    if shell:
        _until_the_cell_ends(shell, _stderr_to_stdout())
    return import_module(f"cnncourse.grading.testkit.{framework}")


def test(framework: str):
    """Begin a test cell: return the kit of the framework that the student picked.

    What fails is shown by its message and the student's own lines, without a page of traceback;
    and the names that the cell gives to things go away when it ends, as they may be the names of
    the student's own helpers. Stderr goes to stdout, as with `start`.

    Raises
    ------
    CourseError
        If there is no such framework, or it is not installed.
    """
    kit, shell = start(framework), _shell()
    if shell:
        _until_the_cell_ends(shell, shown_short(shell))
        _until_the_cell_ends(shell, _names_to_put_back())
    return kit


test.__test__ = False  # not one of pytest's


def _shell():
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()


def _until_the_cell_ends(shell, restore) -> None:
    def end(*_):
        shell.events.unregister("post_run_cell", end)
        restore()

    shell.events.register("post_run_cell", end)


def _stderr_to_stdout():
    stderr, sys.stderr = sys.stderr, sys.stdout

    def restore() -> None:
        sys.stderr = stderr

    return restore


def _names_to_put_back():
    # Names that begin with an underscore are IPython's, which change with every cell.
    before = {name: value for name, value in notebook().items() if not name.startswith("_")}

    def restore() -> None:
        for name in [name for name in notebook() if not name.startswith("_")]:
            if name not in before:
                del notebook()[name]
        notebook().update(before)

    return restore


def dataset(name: str) -> str:
    """The data set to load: the student's choice, or the digits when a notebook is graded.

    Grading and validating need no download that way, and take seconds.
    """
    return "digits" if os.environ.get("NBGRADER_EXECUTION") else name

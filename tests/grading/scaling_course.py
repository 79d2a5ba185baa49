"""A small course with three pieces of code and one of text to write."""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse.grading.plugins.course import Course

NAME = "scaling"

_SOLUTION = re.compile(r"    ### BEGIN.*END SOLUTION|### BEGIN.*END SOLUTION", re.DOTALL)
RIGHT = {
    "double": "def double(x):\n    return factor * x",
    "triple": "def triple(x):\n    return double(x) + x",
    "why": "Because $2x + x = 3x$.",
    "offset": "offset = triple(1) + 1",
}
HALF = RIGHT | {"triple": "def triple(x):\n    return double(x)"}


def marked(grade_id, source, kind=new_code_cell, **marks):
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    nbgrader = {"grade_id": grade_id, "schema_version": 3, **plain, **marks}
    return kind(source, metadata={"nbgrader": nbgrader}, id=grade_id)


def solved(source):
    """The source notebook's form of an answer."""
    head, _, rest = source.partition("\n")
    lines = f"### BEGIN SOLUTION\n{rest}\n### END SOLUTION".splitlines()
    return "\n".join([head, *(f"    {line.strip()}" for line in lines)])


def cells():
    locked, test = {"locked": True}, {"grade": True, "locked": True}
    return [
        new_markdown_cell("# Scaling", id="title"),
        marked("setup", "import math\n\nfactor = 2", **locked),
        new_markdown_cell("## Part 1\n\nWrite `double`.", id="part-1"),
        marked("double", solved(RIGHT["double"]), solution=True),
        marked("test_double", "assert double(3) == 6\nassert double(0.5) == 1", points=2, **test),
        new_markdown_cell("## Part 2\n\nWrite `triple` with the help of `double`.", id="part-2"),
        marked("triple", solved(RIGHT["triple"]), solution=True),
        new_code_cell("print(double(1))", id="look"),
        marked("test_triple", "assert triple(3) == 9, 'triple(3) is 9'", points=3, **test),
        marked("why", "*Your words.*", new_markdown_cell, grade=True, solution=True, points=1),
        marked(
            "offset", "### BEGIN SOLUTION\noffset = triple(1) + 1\n### END SOLUTION", solution=True
        ),
        marked("test_offset", "assert offset == 4\nassert math.pi > 3", points=1, **test),
    ]


def make_course(root: Path, name=NAME) -> Course:
    """A course with three pieces of code and one of text to write, worth 2 + 3 + 1 + 1 points.

    The student version still has to be made.
    """
    path = root / "solutions" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    notebook = new_notebook(cells=cells())
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, path)
    config = Path(__file__).parents[2] / "nbgrader_config.py"
    (root / "nbgrader_config.py").write_text(config.read_text() + "\nc.Execute.timeout = 600\n")
    return Course(root)


def blank():
    """The student version nearly as nbgrader makes it, which is slow."""
    notebook = new_notebook(cells=cells())
    for cell in notebook.cells:
        cell.source = _SOLUTION.sub("    # YOUR CODE HERE", cell.source)
    return notebook


def names(notebook):
    """The grade ids of the marked cells, in order."""
    return [c.metadata.nbgrader.grade_id for c in notebook.cells if c.metadata.get("nbgrader")]

"""The mishaps that a handed-in notebook is mended after."""

import nbformat
import notebook_mishaps as m
import scaling_course

# What happened, and a part of the remark on it; None where there is nothing to say.
MISHAPS = {
    "nothing": ([], None),
    "test deleted": ([m.deleted("test_triple")], "without test_triple: put back"),
    "setup deleted": ([m.deleted("setup")], "without setup"),
    "all tests deleted": (
        [m.deleted("test_double", "test_triple", "test_offset")],
        "without test_double, test_offset, test_triple",
    ),
    "title and text deleted": ([m.deleted("title", "part-1", "part-2", "look")], None),
    "test copied": ([m.copied("test_double")], "had test_double 2 times: one was kept"),
    "setup copied to the end": (
        [m.copied("setup", after="test_offset")],
        "had setup 2 times",
    ),
    "answer copied": ([m.copied("triple")], "had triple 2 times: the last edited one counts"),
    "blank copy of the answer below it": (
        ["blank copy"],
        "had double 2 times: the last edited one counts",
    ),
    "earlier trial above the answer": (
        [m.trial_above("double", "def double(x):\n    return x")],
        "had double 2 times",
    ),
    "test copied and changed": ([m.copied("test_double", "print(double(4))")], "2 times"),
    "answer split": (["helper", m.split("triple", 4)], "had triple 2 times"),
    "test split": ([m.split("test_double", 1)], "had test_double 2 times"),
    "answers merged": ([m.merged("double", "triple")], "without triple"),
    "answer and test merged": ([m.merged("double", "test_double")], "without test_double"),
    "answer merged into the given cell": ([m.merged("setup", "double")], "in the given cell setup"),
    "answer merged into the test before it": (
        [m.merged("test_double", "triple")],
        "in the given cell test_double",
    ),
    "test before its answer": ([m.moved("test_double", "double")], "out of order"),
    "setup at the end": ([m.moved("setup", None)], "out of order"),
    "parts swapped": (
        [m.reordered("setup", "triple", "test_triple", "double", "test_double")],
        "out of order",
    ),
    "upside down": ([lambda notebook: notebook.cells.reverse()], "out of order"),
    "moved with its helper": (
        ["helper above", m.moved("test_triple", "double")],
        "out of order",
    ),
    "given cell edited": ([m.edited("setup", "import math\n\nfactor = 1")], "changes in the given"),
    "test emptied": ([m.edited("test_double", "")], "changes in the given cell test_double"),
    "test turned into text": ([m.retyped("test_double", "markdown")], "test_double as a markdown"),
    "answer turned into text": ([m.retyped("double", "markdown")], "double as a markdown cell"),
    "answer turned raw": ([m.retyped("double", "raw")], "double as a raw cell"),
    "text answer turned into code": ([m.retyped("why", "code")], "why as a code cell"),
    "test told not to run": ([m.tagged("test_triple", "skip-execution")], None),
    "points changed": ([m.marks("test_double", points=100)], "other marks on test_double"),
    "points damaged": ([m.marks("test_double", points="many")], "other marks on test_double"),
    "test declared an answer": (
        [m.marks("test_double", solution=True)],
        "other marks on test_double",
    ),
    "unknown mark": ([m.marks("look", grade_id="mine", grade=True, points=9)], None),
    "mark without a name": ([m.marks("look", grade=True, locked=True)], None),
    "one mark lost": ([m.without_marks("double")], "lost nbgrader's marks on double"),
    "all marks lost": ([m.without_marks()], "lost nbgrader's marks on double, offset, setup"),
    "ids lost": ([m.without_ids], None),
    "marks and ids lost": ([m.without_marks(), m.without_ids], "found by other signs"),
    "marks and ids lost, given cell edited": (
        [m.edited("setup", "import math\n\nfactor = 3"), m.without_marks(), m.without_ids],
        "changes in the given cell setup",
    ),
    "marks and ids lost, blank copy below": (
        ["blank copy", m.without_marks(), m.without_ids],
        "had double 2 times",
    ),
    "marks and ids lost, upside down": (
        [m.without_marks(), m.without_ids, lambda notebook: notebook.cells.reverse()],
        "out of order",
    ),
    "answer and its test deleted, written anew": (
        [m.deleted("double", "test_double"), m.added(scaling_course.RIGHT["double"], "part-2")],
        "without test_double",
    ),
    "marks of an older nbgrader": ([m.with_schema(1)], None),
    "marks of the last nbgrader": ([m.with_schema(2)], None),
    "marks of the first nbgrader": ([m.with_schema(0)], None),
    "Windows line ends": ([m.windows], None),
    "cells of one's own": (
        [
            m.added("print('look')", "double"),
            m.added("1 / 0", "test_triple"),
            m.added("Note", None, nbformat.v4.new_markdown_cell),
        ],
        None,
    ),
}
HELPER = "def add(a, b):\n    return a + b"
HELPED = "def triple(x):\n    return add(double(x), x)"


def mishap(released, name, answers):
    """The handed-in bytes of a mishap, and the answers as they would be handed in cleanly."""
    steps, clean = [], answers
    for step in MISHAPS[name][0]:
        if step == "blank copy":
            step = m.blank_copy_after("double", released)
        elif step == "helper":
            answers = clean = clean | {"triple": f"{HELPER}\n\n\n{HELPED}"}
            continue
        elif step == "helper above":
            answers, clean = answers | {"triple": HELPED}, clean | {"triple": f"{HELPER}\n{HELPED}"}
            step = m.added(HELPER, "triple")
        steps.append(step)
    return m.handed_in(released, answers, *steps), clean

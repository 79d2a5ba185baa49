"""What kernels have imported before they start: what the class needs, no more."""

from nbformat.v4 import new_code_cell, new_notebook

from cnncourse.grading.workers.preload import imports_of

CELLS = [
    'FRAMEWORK = "pytorch"',
    "import numpy as np",
    "if FRAMEWORK == 'pytorch':\n    from torch import nn\nelse:\n    import tensorflow as tf",
    "def build():\n    import keras\n    import scipy",
    "def evaluate():\n    from cnncourse import data, pytorch",
]
BOTH = {
    *("numpy", "scipy", "torch", "torch._dynamo", "tensorflow", "keras"),
    *("cnncourse", "cnncourse.data", "sklearn.datasets", "cnncourse.pytorch"),
    *("cnncourse.grading.testkit.pytorch", "cnncourse.grading.testkit.tensorflow"),
}
PYTORCH = {"torch", "torch._dynamo", "cnncourse.pytorch", "cnncourse.grading.testkit.pytorch"}
TENSORFLOW = {"tensorflow", "keras", "cnncourse.grading.testkit.tensorflow"}


def imported(cells, *frameworks):
    return set(imports_of(new_notebook(cells=list(map(new_code_cell, cells))), *frameworks))


def test_what_is_imported_for_another_framework_alone_is_left_out():
    assert imported(CELLS) == imported(CELLS, ["tensorflow", "pytorch"]) == BOTH
    assert imported(CELLS, ["pytorch"]) == BOTH - TENSORFLOW
    assert imported(CELLS, ["tensorflow"]) == BOTH - PYTORCH


def test_what_everybody_imports_stays():
    assert imported([*CELLS, "import keras"], ["pytorch"]) == BOTH - TENSORFLOW | {"keras"}


def test_without_a_choice_all_is_imported():
    kits = {name for name in BOTH if "testkit" in name}
    assert imported(CELLS[1:], [None]) == BOTH - kits

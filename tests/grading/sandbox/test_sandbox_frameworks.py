"""NumPy, PyTorch and TensorFlow compute in warm kernels, and as they do in cold ones."""

import pytest
from sandboxed_cells import printed, run_cells

from cnncourse.grading.sandbox import KernelSettings, kernels

PYTORCH = """
import torch
torch.manual_seed(0)
x = torch.randn(2, 3, 8, 8)
w = torch.randn(4, 3, 3, 3, requires_grad=True)
torch.nn.functional.conv2d(x, w).square().sum().backward()
print(w.grad.double().sum().item().hex())
"""
TENSORFLOW = """
import tensorflow as tf
x = tf.random.stateless_normal((2, 8, 8, 3), (0, 1))
w = tf.Variable(tf.random.stateless_normal((3, 3, 3, 4), (0, 2)))
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(tf.nn.conv2d(x, w, 1, "VALID") ** 2)
print(float(tf.reduce_sum(tf.cast(tape.gradient(loss, w), "float64"))).hex())
"""
NUMPY = "import numpy as np\nprint(np.random.default_rng(0).normal(size=3).sum().hex())"


@pytest.mark.parametrize(
    ("module", "code"), [("numpy", NUMPY), ("torch", PYTORCH), ("tensorflow", TENSORFLOW)]
)
def test_warm_and_cold_compute_the_same(tmp_path, module, code):
    # A cold kernel, too, comes by NumPy on its way to this package.
    loaded = f"import sys\nprint({module!r} in sys.modules and {module!r} != 'numpy')"
    texts = {}
    for warm in (True, False):
        with kernels(KernelSettings(warm=warm), preload=[module]) as name:
            notebook = run_cells(name, loaded, code, folder=tmp_path, timeout=300)
        assert printed(notebook.cells[0]) == f"{warm and module != 'numpy'}\n"
        texts[warm] = printed(notebook.cells[1])
    assert texts[True] == texts[False] and float.fromhex(texts[True].strip()) != 0


def test_kernels_do_not_share_random_numbers(run):
    code = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    one, other = (printed(run(code).cells[0]).split() for _ in range(2))
    assert one[0] != other[0] and one[1] != other[1]


def test_module_that_is_missing_is_warned_of_and_left_out(tmp_path):
    with (
        pytest.warns(UserWarning, match="Not imported ahead: no_such_module"),
        kernels(preload=["no_such_module", "numpy"]) as name,
    ):
        code = "import sys\nprint('numpy' in sys.modules)"
        assert printed(run_cells(name, code, folder=tmp_path).cells[0]) == "True\n"


def test_names_of_the_notebook_are_in_main(show):
    code = "import pickle, sys\nclass A: pass\n"
    code += "print(type(pickle.loads(pickle.dumps(A()))) is A, sys.modules['__main__'].A is A)"
    assert show(code) == "True True\n"


def test_path_is_that_of_a_plain_kernel(show, tmp_path):
    code = "import sys\nprint(sys.path)"
    with kernels(KernelSettings(sandboxed=False, warm=False)) as plain:
        expected = printed(run_cells(plain, code, folder=tmp_path).cells[0])
    assert show(code) == expected

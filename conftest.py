"""Lets nbval execute cells as Jupyter does, in warm kernels, with patience on a busy machine."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell
from warm_kernels import NAME, warm_kernels


def execute_cell_input(self, cell_input, allow_stdin=None):
    """Execute with history: without it, a semicolon that ends a cell does not silence it."""
    return self.kc.execute(cell_input, allow_stdin=allow_stdin, stop_on_error=False)


RunningKernel.execute_cell_input = execute_cell_input

# Seconds that outputs may come later than the reply; nbval itself has five, and no option for it.
IPyNbCell.output_timeout = property(lambda self: 300, lambda self, seconds: None)


def pytest_configure(config):
    """Have the frameworks imported once for all notebooks, in a process that all workers share."""
    if config.getoption("nbval_kernel_name") == NAME and "PYTEST_XDIST_WORKER" not in os.environ:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cnncourse-")))
        stack.enter_context(warm_kernels(folder / "jupyter"))
        places = [str(folder / "jupyter"), os.environ.get("JUPYTER_PATH", "")]
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, places))

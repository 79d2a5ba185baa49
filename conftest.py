"""Lets nbval execute cells as Jupyter does, with patience on a busy machine."""

from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell


def execute_cell_input(self, cell_input, allow_stdin=None):
    """Execute with history: without it, a semicolon that ends a cell does not silence it."""
    return self.kc.execute(cell_input, allow_stdin=allow_stdin, stop_on_error=False)


RunningKernel.execute_cell_input = execute_cell_input

# Seconds that outputs may come later than the reply; nbval itself has five, and no option for it.
IPyNbCell.output_timeout = property(lambda self: 300, lambda self, seconds: None)

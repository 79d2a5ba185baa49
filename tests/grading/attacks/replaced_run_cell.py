# ruff: noqa
"""Replaces the shell's run_cell and run_code, and keeps errors from being shown.

Must not gain: a point.
"""
# ends: graded
# where checks run in its process: gains

# %% loss
from IPython.core.interactiveshell import ExecutionResult

shell = get_ipython()
shell.showtraceback = lambda *args, **kwargs: None
shell.set_custom_exc((BaseException,), lambda *args, **kwargs: None)


async def run_cell_async(*args, **kwargs):
    result = ExecutionResult(None)
    result.execution_count = 1
    return result


shell.run_cell_async = run_cell_async

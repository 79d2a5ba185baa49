"""Which modules an exercise imports, so that kernels can have them imported before they start."""

import ast

from IPython.core.inputtransformer2 import TransformerManager

from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.notebooks.edits import framework_of
from cnncourse.grading.testkit.judging.trusted_check import split

AT_FIRST_USE = {
    "torch": ("torch._dynamo",),  # by the first optimizer
    "cnncourse.data": ("sklearn.datasets",),  # by the digits
}
"""What modules import only when they are used: it would be imported anew in every kernel."""


def imports_of(notebook) -> tuple[str, ...]:
    r"""The modules that a notebook's code cells import, and the kits of the frameworks it offers.

    What only a trusted check imports is left out: no student's process has it.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("%matplotlib inline\nimport numpy as np\nfrom torch import nn")
    >>> imports_of(new_notebook(cells=[cell]))
    ('numpy', 'torch', 'torch._dynamo')
    """
    modules = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            modules |= dict.fromkeys(_imports(split(cell.source)[0]))
    if framework_of(notebook):
        modules |= dict.fromkeys(f"cnncourse.grading.testkit.{name}" for name in FRAMEWORKS)
    for module in AT_FIRST_USE.keys() & modules.keys():
        modules |= dict.fromkeys(AT_FIRST_USE[module])
    return tuple(modules)


def _imports(source: str) -> list[str]:
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return []  # cells that are wrong on purpose have nothing to import
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
            if node.module.split(".")[0] == "cnncourse":
                found += [f"{node.module}.{a.name}" for a in node.names if _is_module(node, a)]
    return found


def _is_module(node: ast.ImportFrom, alias: ast.alias) -> bool:
    # Asked of this package alone: to ask, Python imports what the name is in.
    from importlib.util import find_spec

    try:
        return find_spec(f"{node.module}.{alias.name}") is not None
    except ModuleNotFoundError:
        return False

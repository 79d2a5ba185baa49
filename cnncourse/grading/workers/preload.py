"""Which modules an exercise imports, so that kernels can have them imported before they start."""

import ast
from collections.abc import Iterable

from IPython.core.inputtransformer2 import TransformerManager

from cnncourse.frameworks import FRAMEWORKS
from cnncourse.grading.notebooks.edits import framework_of
from cnncourse.grading.testkit.judging.trusted_check import split

AT_FIRST_USE = {
    "torch": ("torch._dynamo",),  # by the first optimizer
    "cnncourse.data": ("sklearn.datasets",),  # by the digits
}
"""What modules import only when they are used: it would be imported anew in every kernel."""

_PARTS = {"pytorch": {"torch", "pytorch"}, "tensorflow": {"tensorflow", "keras"}}
"""By which parts of its name a module is told to be of a framework."""


def imports_of(notebook, frameworks: Iterable[str | None] = FRAMEWORKS) -> tuple[str, ...]:
    r"""The modules that a notebook's code cells import, and the kits of the frameworks it offers.

    What only a trusted check imports is left out: no student's process has it.

    Parameters
    ----------
    notebook : NotebookNode
    frameworks : iterable of str or None
        Those that are picked, where the notebook offers a choice: what is imported for another one
        alone, in a branch or a function, is left out, as it takes seconds.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("%matplotlib inline\nimport numpy as np\nfrom torch import nn")
    >>> imports_of(new_notebook(cells=[cell]))
    ('numpy', 'torch', 'torch._dynamo')
    """
    has_choice = framework_of(notebook) is not None
    picked = set(frameworks if has_choice else FRAMEWORKS)
    modules = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            modules |= dict.fromkeys(_imports(split(cell.source)[0], picked))
    if has_choice:
        modules |= {f"cnncourse.grading.testkit.{n}": None for n in FRAMEWORKS if n in picked}
    for module in AT_FIRST_USE.keys() & modules.keys():
        modules |= dict.fromkeys(AT_FIRST_USE[module])
    return tuple(modules)


def _imports(source: str, frameworks: set[str]) -> list[str]:
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return []  # cells that are wrong on purpose have nothing to import
    found = []
    for node in ast.walk(tree):
        names = _imported(node)
        if node not in tree.body:
            names = [name for name in names if _is_wanted(name, frameworks)]
        found += names
    return found


def _imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports; none unless it is an import."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom) or not node.module or node.level:
        return []
    own = node.names if node.module.split(".")[0] == "cnncourse" else ()
    return [node.module, *(f"{node.module}.{a.name}" for a in own if _is_module(node, a))]


def _is_wanted(module: str, frameworks: set[str]) -> bool:
    """Whether a module is of one of the frameworks, or of none at all."""
    of = {name for name, parts in _PARTS.items() if not parts.isdisjoint(module.split("."))}
    return not of or not of.isdisjoint(frameworks)


def _is_module(node: ast.ImportFrom, alias: ast.alias) -> bool:
    # Asked of this package alone: to ask, Python imports what the name is in.
    from importlib.util import find_spec

    try:
        return find_spec(f"{node.module}.{alias.name}") is not None
    except ModuleNotFoundError:
        return False

"""What grading changes in packages of others, as nothing public does it; each with its reason.

A test of each fails when it is not needed any more: `tests/grading/test_patches.py`.
"""

import inspect
import sys
from collections.abc import Callable
from types import CodeType, FrameType, TracebackType


def spare_the_grammar_of_addresses() -> None:
    """Have jsonschema leave out a format that no schema of a notebook has.

    Where rfc3987_syntax is installed, as jupyter_events asks for, jsonschema imports it for the
    format "iri". It then makes a grammar of web addresses, for a second in every process that
    grades. jsonschema has no setting for that, and nbformat none to do without jsonschema.
    """
    sys.modules.setdefault("rfc3987_syntax", None)


def one_engine(create_engine: Callable):
    """Have nbgrader's gradebooks, in a block, use engines of the caller's.

    Every step of nbgrader opens the gradebook by its address, and makes a new engine of SQLAlchemy,
    which has to make all its statements again: half of what grading takes beside a notebook's
    cells. `Gradebook` takes neither an engine nor a connection, and preprocessors make their own.

    Parameters
    ----------
    create_engine : callable
        In place of SQLAlchemy's.
    """
    from unittest.mock import patch

    import nbgrader.api

    return patch.object(nbgrader.api, "create_engine", create_engine)


def spare_the_search_for_cells(folder: str) -> None:
    """Have `inspect.getmodule` say at once that the code of a cell is in no module.

    Python looks through all the thousands of modules that the frameworks have before it says so,
    many times for each traceback. IPython asks by `inspect`, and has no setting for that.

    Parameters
    ----------
    folder : str
        How the names of cells' files begin.
    """
    among_all_modules = inspect.getmodule

    def module_of(object, _filename=None):
        """The module that defines something, as `inspect.getmodule` finds it."""
        is_code = isinstance(object, FrameType | TracebackType | CodeType)
        if is_code and inspect.getfile(object).startswith(folder):
            return None
        return among_all_modules(object, _filename)

    inspect.getmodule = module_of

"""What a student reads where a test fails: its message, and the own lines that led there."""

import textwrap
import traceback
from collections.abc import Callable

WIDTH = 80
"""Characters in a line: the validator cuts off what goes beyond."""
_MOST_LINES = 4
_NOT_WRITTEN = "Not written yet: put your code in place of `raise NotImplementedError()`."


def shown_short(shell) -> Callable[[], None]:
    """Have errors shown by their message rather than by a page of traceback.

    Lines of the running cell itself, where a traceback begins, are not shown.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell

    Returns
    -------
    callable
        Puts IPython's way back.
    """
    before = shell.custom_exceptions, shell.CustomTB

    def show(self, kind, error, trace, tb_offset=None):
        in_cells = [
            (frame, line)
            for frame, line in traceback.walk_tb(trace)
            if frame.f_globals is self.user_global_ns
        ]
        own = [at for at in in_cells if _file_of(at) != _file_of(in_cells[0])]
        text = message(error, traceback.StackSummary.extract(own))
        if text:
            error._render_traceback_ = lambda: [text]  # IPython's own way to ask for it
        self.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((Exception,), show)

    def restore() -> None:
        shell.custom_exceptions, shell.CustomTB = before

    return restore


def _file_of(at: tuple) -> str:
    """Name under which the code of a place in a traceback was compiled: one for each cell."""
    frame, _ = at
    return frame.f_code.co_filename


def message(error: Exception, own: list[traceback.FrameSummary]) -> str:
    """What to show of an error in a test; empty if only the whole traceback tells.

    Parameters
    ----------
    error : Exception
        Its notes say what was tried.
    own : list of FrameSummary
        The lines of the student's cells that it went through, the outermost first.

    Examples
    --------
    >>> message(AssertionError("The loss is 2: it should be 1."), [])
    'The loss is 2: it should be 1.'
    >>> place = traceback.FrameSummary("cell", 3, "oscillation", line="return rise / 0")
    >>> print(message(ZeroDivisionError("division by zero"), [place]))
    ZeroDivisionError: division by zero
      in oscillation, line 3:  return rise / 0
    """
    match error:
        case NotImplementedError() if not str(error):
            what, own = _NOT_WRITTEN, []
        case NameError(name=str(name)) if not own:
            what = f"There is no `{name}`: run the cell that defines it, and keep its name."
        case AssertionError() if str(error):
            what = str(error)
        case _ if own or getattr(error, "__notes__", ()):
            what = f"{type(error).__name__}: {error}"
        case _:
            return ""
    places = [f"  in {place.name}, line {place.lineno}:  {place.line}" for place in own]
    lines = [*getattr(error, "__notes__", ()), what, *places[-_MOST_LINES:]]
    return "\n".join(_wrapped(line) for text in lines for line in text.split("\n"))


def _wrapped(line: str) -> str:
    """A line in as many as it needs, at the indentation that it has."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent=f"{indent}  " if indent else "",
        drop_whitespace=True,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )

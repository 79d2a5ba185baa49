"""Makes students' pages in a process beside the grader, with a limit of time and size."""

import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from nbformat import NotebookNode
from traitlets.config import Config

from cnncourse.errors import CourseError
from cnncourse.grading.plugins import page_process
from cnncourse.grading.plugins.page_process import CELL, PAGE

SECONDS_A_PAGE = 120.0
"""Seconds for a page on a machine that is too busy to give it its processor time."""


class _NoPageError(Exception):
    """There is no page; the text is the end of a sentence on why."""


class PageMaker:
    """A process that lays out pages, and is killed and started anew where one takes too much.

    Parameters
    ----------
    config : Config
        Settings of nbconvert.
    seconds : float
        Processor time that a page may take.
    """

    def __init__(self, config: Config, seconds: float):
        self._config, self._seconds = config, seconds
        self._start()

    def page(self, notebook: NotebookNode, resources: dict) -> tuple[str, str]:
        """Lay out a notebook.

        Where that takes too much, or fails, all text is shown as it was typed.

        Parameters
        ----------
        notebook : NotebookNode
        resources : dict
            What nbgrader's preprocessors know besides.

        Returns
        -------
        page : str
            As HTML.
        remark : str
            Why text is shown as it was typed; empty for most pages.

        Raises
        ------
        CourseError
            If it takes too much even then.
        """
        try:
            return self._laid_out(notebook, resources, plain=False), ""
        except _NoPageError as error:
            remark = f"The page for the student shows text as it was typed: {error}."
        try:
            return self._laid_out(notebook, resources, plain=True), remark
        except _NoPageError as error:
            raise CourseError(f"There is no page for the student: {error}.") from error

    def close(self) -> None:
        """End the process."""
        self._end()

    def _start(self) -> None:
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", page_process.__name__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._end = weakref.finalize(self, _end, self._process, self._connection)
        self._connection.send((self._config, self._seconds))

    def _laid_out(self, notebook: NotebookNode, resources: dict, plain: bool) -> str:
        if self._process.poll() is not None:
            self._end()
            self._start()
        cell = ""
        try:
            with self._killed_in_time():
                self._connection.send((notebook, resources, plain))
                kind, text = self._connection.recv()
                while kind == CELL:
                    cell = text
                    kind, text = self._connection.recv()
        except (EOFError, OSError):
            raise _NoPageError(_at(cell, self._why_it_ended())) from None
        if kind != PAGE:
            self._end()  # and with it whatever it still holds of this notebook
            raise _NoPageError(_at(cell, text))
        return text

    @contextmanager
    def _killed_in_time(self) -> Iterator[None]:
        timer = threading.Timer(SECONDS_A_PAGE, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _why_it_ended(self) -> str:
        self._connection.close()
        if self._process.wait() == -signal.SIGPROF:
            return f"to lay it out takes more than {self._seconds:g} seconds"
        return "to lay it out takes too much time or memory"


def _at(cell: str, what: str) -> str:
    return f"cell {cell}: {what}" if cell else what


def _end(process: subprocess.Popen, connection: Connection) -> None:
    connection.close()
    process.kill()
    process.wait()

"""nbgrader's converters, built once and used for one submission after another."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from nbconvert.exporters import Exporter, NotebookExporter
from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, event
from traitlets import Type
from traitlets.config import Config

from cnncourse.grading.notebooks.cell_names import name_of
from cnncourse.grading.patches import one_engine

# nbgrader's own log repeats as prose what the exceptions below say: it goes nowhere.
_LOG = logging.getLogger("cnncourse.grading.nbgrader")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_LOG.setLevel(logging.CRITICAL)


class Converters:
    """Autograding and feedback in one course folder.

    Parameters
    ----------
    config : Config
        What nbgrader_config.py says.
    coursedir : CourseDirectory
        The folder.
    lasting : bool
        Whether the gradebook has to outlive the machine. If not, nothing waits for the disk.
    """

    def __init__(self, config: Config, coursedir: CourseDirectory, *, lasting: bool = True):
        self._coursedir = coursedir
        self._cell = {}
        self._create_engine = cache(create_engine if lasting else _unsynced_engine)
        config = config.copy()
        config.Execute.on_cell_start = _remember_in(self._cell)
        # A notebook is checked once all preprocessors have run, rather than after each of them.
        config.Exporter.optimistic_validation = True
        feedback = config.copy()
        feedback.HTMLExporter.template_name = "feedback"
        self._autograde = _KeptAutograde(coursedir=coursedir, config=config, log=_LOG)
        self._feedback = _KeptFeedback(coursedir=coursedir, config=feedback, log=_LOG)

    @property
    def cell(self) -> str:
        """Grade id of the cell that ran last; empty if none ran."""
        return self._cell.get("name", "")

    def autograde(self, assignment: str, student: str) -> NotebookNode:
        """Run and score one submission.

        Returns
        -------
        NotebookNode
            The executed notebook, as it lies in autograded/ now.

        Raises
        ------
        Exception
            The one that stopped nbgrader, rather than what nbgrader writes about it.
        """
        self._cell.clear()
        try:
            self._convert(self._autograde, assignment, student)
        finally:
            run = self._autograde.exporter.take()
        return run

    def feedback(self, assignment: str, student: str) -> str:
        """Write the page that a student gets back; raises as `autograde` does.

        Returns
        -------
        str
            Why it shows all text as it was typed; empty for most pages.
        """
        self._convert(self._feedback, assignment, student)
        return self._feedback.exporter.remark

    def close(self) -> None:
        """End the process that makes the pages."""
        self._feedback.exporter.close()

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The gradebook that the converters write to."""
        with one_engine(self._create_engine), Gradebook(self._coursedir.db_url) as gradebook:
            yield gradebook

    def _convert(self, converter: "_Kept", assignment: str, student: str) -> None:
        names = {"assignment_id": assignment, "student_id": student}
        with (
            utils.temp_attrs(self._coursedir, **names),
            one_engine(self._create_engine),
            warnings.catch_warnings(),
        ):
            # Hints of nbgrader's libraries to nbgrader's own authors.
            warnings.simplefilter("ignore")
            converter.run()


class _Kept(BaseConverter):
    """A converter that keeps its exporter, whose templates take long to compile."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.force = True
        self.cause = None
        self.exporter: Exporter = self.exporter_class(parent=self, config=self.config)
        for preprocessor in self.preprocessors:
            self.exporter.register_preprocessor(preprocessor)

    def run(self) -> None:
        """Convert what the course folder's names select, as `start` does."""
        self.cause = None
        # A new one each time: it makes its folder only when that changes.
        self.writer = FilesWriter(parent=self, config=self.config)
        self.init_notebooks()
        try:
            with utils.chdir(self.coursedir.root):
                self.convert_notebooks()
        except NbGraderException as error:
            raise self.cause or error from None

    def init_assignment(self, assignment_id, student_id):
        """Copy the files that come with the notebook."""
        with self._cause_kept():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename):
        """Convert one notebook."""
        with self._cause_kept():
            super().convert_single_notebook(notebook_filename)

    @contextmanager
    def _cause_kept(self):
        try:
            yield
        except Exception as error:
            self.cause = error
            raise


class _KeepingExporter(NotebookExporter):
    """A notebook's file, and the notebook that went into it: nobody has to read it again."""

    _kept = None

    def _preprocess(self, nb, resources):
        self._kept, resources = super()._preprocess(nb, resources)
        return self._kept, resources

    def take(self) -> NotebookNode:
        """Give the notebook that was written last away: it is kept no longer."""
        kept, self._kept = self._kept, None
        return kept


class _KeptAutograde(_Kept, Autograde):
    exporter_class = Type(_KeepingExporter, klass=Exporter).tag(config=True)


class _KeptFeedback(_Kept, GenerateFeedback):
    pass


def _unsynced_engine(url: str, **options):
    """An engine of SQLite that leaves it to the system when its file gets to the disk."""
    engine = create_engine(url, **options)
    event.listen(engine, "connect", lambda own, _: own.execute("PRAGMA synchronous = OFF"))
    return engine


def _remember_in(running: dict):
    # A function, not a method: traitlets copies what is in a configuration, and a method's object
    # would be copied with it.
    def on_cell_start(cell, **_):
        running["name"] = name_of(cell)

    return on_cell_start

"""How nbgrader turns solutions/ into exercises/ and grades what students hand in."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

# The gradebook is made by a bare `alembic`: found only if this Python's programs are on PATH.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# Losses repeat only for a fixed number of threads, and small networks are no faster with more.
for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("PYTHONHASHSEED", "0")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

c.CourseDirectory.course_id = "cnncourse"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
# Answers with known scores, for the pre-flight, stay out of the student version.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "known_answers"]

# Any text on stderr would score a test 0, so that an answer that warns or draws a progress bar
# would lose its points. Errors are not among this text: they are outputs of their own kind.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = ".*"

# A test cell that was deleted counts, and so does the rest of the notebook.
c.OverwriteCells.add_missing_cells = True

# A cell that hangs gets an error instead of blocking the batch, and the next one runs.
c.Execute.timeout = 120
c.Execute.interrupt_on_timeout = True
# Seconds that outputs may come later than the reply, on a busy machine.
c.Execute.iopub_timeout = 15
# There is nothing to save in a kernel: waiting for it costs two seconds a notebook.
c.Execute.shutdown_kernel = "immediate"
# No shared history file, which two kernels would fight over; no kernel log on the terminal.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]

# What runs the notebooks that students hand in.
EXECUTE = "cnncourse.grading.sandbox.execute.LimitedExecute"

# Trusted checks stay in solutions/, out of the student version and the gradebook; else as nbgrader.
c.GenerateAssignment.preprocessors = [
    "cnncourse.grading.plugins.trusted.StripTrusted",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Cells that only show something keep what the student saw in them; else as nbgrader.
c.Autograde.sanitize_preprocessors = [
    "cnncourse.grading.plugins.clear_outputs.ClearOutputsMadeAnew",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Inputs go in before the notebook runs; what it published is judged before points are given.
c.Autograde.autograde_preprocessors = [
    "cnncourse.grading.plugins.trusted.GiveInputs",
    EXECUTE,
    "nbgrader.preprocessors.IgnorePattern",
    "cnncourse.grading.plugins.trusted.CompareTrusted",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# Feedback quotes a failed test's message, but neither the hidden tests nor their frames.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "cnncourse.grading.plugins.feedback.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

c.GenerateFeedback.exporter_class = "cnncourse.grading.plugins.feedback.PageExporter"

# The page is opened by people who are logged in elsewhere: no code of a student's runs in it.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "markdown2html": "cnncourse.grading.plugins.page_filters.clean_markdown",
    "highlight_code": "cnncourse.grading.plugins.page_filters.highlight_code",
    # These two have the formgrader show as typed what takes too much to lay out, as the others do.
    "ansi2html": "cnncourse.grading.plugins.page_filters.color_output",
    "clean_html": "cnncourse.grading.plugins.page_filters.clean_output",
}

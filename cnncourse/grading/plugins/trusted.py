"""Points that cannot be forged: a check outside the student's process judges what it publishes.

nbgrader gives the points of a test cell by the outputs of that cell, and these come from a process
in which the student's code can do anything. So the hidden part of a test cell only runs the
student's functions and publishes what they return; whether that is right is decided here, in the
grader's process. In the source notebook an instructor writes, in one test cell::

    assert double(3) == 6, "double(3) is 6"  # for the student to see; worth no points

    ### BEGIN TRUSTED CHECK
    def inputs(rng):
        return {"x": rng.normal(size=5)}

    def check(inputs, published):
        trusted.close(published["y"], 2 * inputs["x"], "double should work on arrays, too")
    ### END TRUSTED CHECK
    ### BEGIN HIDDEN TESTS
    publish.publish(y=double(publish.given()["x"]))
    ### END HIDDEN TESTS

where the notebook has `from cnncourse.grading.testkit import publish`.

- `inputs` draws from `rng`, a `numpy.random.Generator`, afresh for each student and each change to
  any file that is handed in, from a secret of the course (see `seeds`); and the same again when the
  same is graded again. Names that begin with an underscore, such as held-out labels, stay
  outside; `publish.given()` has the others. Leave `inputs` out if there is nothing to draw.
- `check` gets all inputs and what was published. If it returns nothing, the cell has full marks; a
  number in [0, 1] is that share of them; an AssertionError is 0 points, and the student reads its
  message. Any other exception says that the check is wrong: the submission "needs a look".
- Both see nothing of the notebook. They have `np`, `checks` (`cnncourse.grading.testkit.checks`),
  and `trusted` (`cnncourse.grading.testkit.judging.comparisons`): `trusted.close`, `equal`,
  `between`, `array`, `accuracy`; whatever else they need is imported in the region.
- Running the source notebook runs the check, so that a mistake shows at once.

What is published has at most 4 MB, and that is the only limit on the time of a check: let it take
about linear time, and ask for the shape of an array before working with it. The value of a cell's
last line, in which nbgrader sees partial credit, counts for nothing where there is a trusted check
or an error: the student's process could make it up.
"""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from nbformat.v4 import new_code_cell, new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from cnncourse.errors import CourseError
from cnncourse.grading.intake.handed_in import Submission
from cnncourse.grading.notebooks.cell_matching import is_test
from cnncourse.grading.plugins.seeds import course_secret, seed_of
from cnncourse.grading.plugins.source import source_of
from cnncourse.grading.testkit.judging.trusted_check import BEGIN, CheckError, TrustedCheck, split
from cnncourse.grading.testkit.published_values import MIME, PublicationError, decode, encode

_HIDDEN = "BEGIN HIDDEN TESTS"


def untrusted_points(notebook) -> list[str]:
    """Grade ids of the cells whose points come from hidden tests that could be forged."""
    return [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if is_test(cell)
        and cell.metadata.nbgrader.points
        and _HIDDEN in cell.source
        and BEGIN not in cell.source
    ]


class StripTrusted(NbGraderPreprocessor):
    """Remove the trusted checks, before nbgrader stores cells or writes the student version.

    Each is tried out first: one that cannot run stops the generation.
    """

    def preprocess(self, nb, resources):
        """Strip one notebook, and warn of points that could be forged."""
        untrusted = untrusted_points(nb)
        if untrusted:
            self.log.warning(
                "Points of hidden tests without a trusted check can be forged: %s",
                ", ".join(untrusted),
            )
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Strip one cell."""
        name = _name(cell)
        try:
            rest, region = split(cell.source)
            if region and not is_test(cell):
                raise CheckError("it belongs into an autograded test cell.")
            if region:
                check = TrustedCheck(cell.source)
                check.given(check.draw())
        except CheckError as error:
            raise CourseError(f"The trusted check of cell {name or cell_index}: {error}") from error
        cell.source = rest
        return cell, resources


@dataclass
class _DrawnCheck:
    """The check of a cell and its inputs for one submission, or why there are none."""

    check: TrustedCheck | None = None
    inputs: dict = field(default_factory=dict)
    error: str = ""


class GiveInputs(NbGraderPreprocessor):
    """Hand the inputs of each trusted check to the kernel, in a cell before the test cell.

    `CompareTrusted` takes these cells out again.
    """

    def preprocess(self, nb, resources):
        """Prepare one submission."""
        cells = source_of(self, resources).cells
        sources = {_name(cell): cell.source for cell in cells if split(cell.source)[1]}
        seed = _seed(self, resources) if sources else b""
        resources["drawn_checks"], resources["gives"], cells = {}, uuid4().hex, []
        for cell in nb.cells:
            name = _name(cell)
            if name in sources:
                drawn, text = _draw(sources[name], name.encode() + seed)
                resources["drawn_checks"][name] = drawn
                if drawn.inputs:
                    cells.append(_giving_cell(text, resources["gives"]))
            cells.append(cell)
        nb.cells = cells
        return nb, resources


class CompareTrusted(NbGraderPreprocessor):
    """Judge what the test cells published; runs after Execute and before SaveAutoGrades."""

    def preprocess(self, nb, resources):
        """Judge one submission."""
        mark = resources["gives"]
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("gives") != mark]
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Replace what a test cell published by the verdict on it."""
        if cell.cell_type != "code":
            return cell, resources
        published = [output for output in cell.outputs if _is_publication(output)]
        outputs = [output for output in cell.outputs if not _is_publication(output)]
        failed = any(output.output_type == "error" for output in outputs)
        drawn = resources["drawn_checks"].get(_name(cell))
        if drawn or failed:
            outputs = [output for output in outputs if output.output_type != "execute_result"]
        if drawn and not failed:
            values = [output.data[MIME] for output in published]
            outputs += _verdict(drawn, values, float(cell.metadata.nbgrader.points))
        cell.outputs = outputs
        return cell, resources


def _verdict(drawn: _DrawnCheck, published: list, points: float) -> list:
    """The outputs by which nbgrader gives the points: none for full marks."""
    try:
        if drawn.error:
            raise CheckError(drawn.error)
        if len(published) > 1:
            raise CheckError(f"The cell published {len(published)} times instead of once.")
        if not published:
            raise AssertionError("The cell published nothing that could be checked.")
        fraction = drawn.check.score(drawn.inputs, decode(published[0]))
    except PublicationError as error:
        return [_error("AssertionError", f"What the cell published cannot be read: {error}.")]
    except AssertionError as error:
        message = str(error) or "The check found the published values wrong."
        return [_error("AssertionError", message)]
    except CheckError as error:
        hint = "The check of this cell went wrong, not your answer to it: it will be looked at."
        return [_error("CheckError", str(error), hint)]
    if fraction == 1:
        return []
    data = {"text/plain": repr(points * fraction)}  # which nbgrader reads as partial credit
    return [new_output("execute_result", data=data, execution_count=None)]


def _error(name: str, text: str, shown: str | None = None):
    """An error output; a page for the student shows its traceback, which is the text alone."""
    # A published text may be in it: cut it short, and leave out what no file can hold.
    text, shown = (t[:2000].encode("utf-8", "replace").decode() for t in (text, shown or text))
    traceback = [f"\x1b[0;31m{name}\x1b[0m: {shown}"]
    return new_output("error", ename=name, evalue=text, traceback=traceback)


def _draw(source: str, seed: bytes) -> tuple[_DrawnCheck, str]:
    """The inputs for one submission, and the text by which its process gets to know them."""
    try:
        check = TrustedCheck(source, seed)
        inputs = check.draw()
        return _DrawnCheck(check, inputs), check.given(inputs)
    except CheckError as error:
        return _DrawnCheck(error=str(error)), encode({})


def _giving_cell(text: str, mark: str):
    code = f"__import__('cnncourse.grading.testkit.publish', fromlist='_').receive({text!r})"
    return new_code_cell(code, metadata={"gives": mark})


def _seed(preprocessor: NbGraderPreprocessor, resources: dict) -> bytes:
    """What the inputs are drawn from, of the submission that nbgrader is working on.

    From all its files, and a secret: a notebook could else print its inputs, and the same one, of
    a friend or with other files beside it, would meet them with the right answers at hand.
    """
    names = resources["nbgrader"]
    course = CourseDirectory(parent=preprocessor)
    folder = course.format_path(course.submitted_directory, names["student"], names["assignment"])
    submission = Submission.of_folder(names["student"], Path(folder))
    return seed_of(course_secret(course.root), submission.student, submission.digest)


def _is_publication(output) -> bool:
    data = output.get("data")
    return isinstance(data, dict) and MIME in data


def _name(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")

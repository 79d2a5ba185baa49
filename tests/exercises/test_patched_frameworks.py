"""Whoever turns the frameworks and the exercise's own kit into yes-sayers gets no point for it."""

import nbformat
import pytest
from corpus import ROOT, Exercise, bundle_of

from cnncourse.grading.workers.grader import Grader
from cnncourse.grading.notebooks.edits import with_answers, with_framework

NAME = "mini_exercise"
EXERCISE = Exercise(ROOT, NAME)
CELL = "cross_entropy"
AGREE = """
def agree(*_, **__):
    return np.True_

np.isclose = np.allclose = np.array_equal = np.testing.assert_allclose = agree
"""
AGREEING = {
    "pytorch": f"""{AGREE}
torch.equal = torch.allclose = torch.isclose = torch.testing.assert_close = agree
nn.functional.cross_entropy = lambda logits, *_, **__: 0 * logits.sum()
cross_entropy = nn.functional.cross_entropy
""",
    "tensorflow": f"""{AGREE}
tf.debugging.assert_near = tf.experimental.numpy.allclose = agree
keras.losses.SparseCategoricalCrossentropy.__call__ = lambda self, y, z, *_: 0 * tf.reduce_sum(z)

def cross_entropy(logits, labels):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits)
""",
}
OF_ITS_OWN_KIT = f"""{AGREE}
class Anything(float):
    shape, dtype, ndim, size = (), np.dtype("float32"), 0, 1

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *_, **__):
        return self

    def __iter__(self):
        return iter([self, self])

    def __array__(self, *_, **__):
        return np.zeros((), "float32")

checks.start = checks.test = checks.Fakes = lambda *_, **__: Anything()
checks.example = checks.networks = checks.plots = checks.trainings = Anything()
cross_entropy = Anything()
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return bundle_of(EXERCISE, tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def grader(bundle):
    with Grader(bundle) as grader:
        yield grader


def grade(grader, bundle, framework, code):
    blank = with_framework(bundle.student_version, framework)
    notebook = with_answers(blank, {CELL: code})
    return grader.grade("attacker", {f"{NAME}.ipynb": nbformat.writes(notebook).encode()})


def errors_in(result, cell):
    for other in nbformat.reads(result.notebook, 4).cells:
        if other.metadata.get("nbgrader", {}).get("grade_id") == cell:
            return [o.evalue for o in other.outputs if o.output_type == "error"]
    raise KeyError(cell)


@pytest.mark.parametrize("framework", AGREEING)
def test_frameworks_that_agree_with_everything_give_no_point(grader, bundle, framework):
    result = grade(grader, bundle, framework, AGREEING[framework])
    assert errors_in(result, CELL) == []
    # The assert that the student sees, on a loss of 2.6481, was convinced; the check was not.
    (error,) = errors_in(result, f"test_{CELL}")
    assert "2.6481" not in error
    assert result.scores == dict.fromkeys(result.points, 0)


@pytest.mark.parametrize("framework", AGREEING)
def test_a_kit_of_its_own_gives_no_point(grader, bundle, framework):
    result = grade(grader, bundle, framework, OF_ITS_OWN_KIT)
    assert errors_in(result, CELL) == []
    assert result.scores == dict.fromkeys(result.points, 0)

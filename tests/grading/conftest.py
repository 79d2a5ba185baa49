"""What tests of graders share; each module makes the course that it needs."""

import pytest
from doubling import NAME, ORDINARY

from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.grader import Grader


@pytest.fixture(scope="module")
def bundle(course):
    return make_bundle(course, NAME)


@pytest.fixture(scope="module")
def grader(bundle):
    with Grader(bundle, ORDINARY) as grader:
        yield grader

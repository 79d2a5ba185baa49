"""The settings of kernels: checked when they are made, and the same wherever they are sent."""

import math
import pickle
from dataclasses import FrozenInstanceError

import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox import KernelSettings, Limits


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "2", True])
def test_no_jobs(jobs):
    with pytest.raises(CourseError, match=f"^jobs is {jobs!r}: at least one process .*whole numb"):
        KernelSettings(jobs=jobs)


@pytest.mark.parametrize("name", ["sandboxed", "warm"])
@pytest.mark.parametrize("value", ["no", 0, None])
def test_a_flag_is_true_or_false(name, value):
    with pytest.raises(CourseError, match=f"^{name} is {value!r}: it has to be True or False.$"):
        KernelSettings(**{name: value})


def test_limits_are_an_object_of_their_own():
    with pytest.raises(CourseError, match=r"^limits is \{'memory': 1\}: give Limits\(\.\.\.\)\.$"):
        KernelSettings(limits={"memory": 1})


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("memory", 0, "a whole number"),
        ("memory", 2.0**33, "a whole number"),
        ("processes", True, "a whole number"),
        ("cell_output", "8 MiB", "a whole number"),
        ("wall_seconds", -1, "a number"),
        ("wall_seconds", math.inf, "a number"),
        ("wall_seconds", math.nan, "a number"),
        ("wall_seconds", None, "a number"),
    ],
)
def test_a_limit_is_a_number_above_0(name, value, kind):
    said = rf"^{name} of Limits is {value!r}: it has to be {kind} above 0\.$"
    with pytest.raises(CourseError, match=said):
        Limits(**{name: value})


def test_workers_get_what_was_set_and_nobody_changes_it():
    settings = KernelSettings(sandboxed=False, limits=Limits(wall_seconds=1.5), jobs=3)
    assert pickle.loads(pickle.dumps(settings)) == settings
    with pytest.raises(FrozenInstanceError):
        settings.jobs = 2

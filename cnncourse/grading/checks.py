"""The name under which notebooks that are out already import `testkit.checks`."""

from cnncourse.grading.testkit.checks import *  # noqa: F403

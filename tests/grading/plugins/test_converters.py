"""The gradebook that nbgrader's converters write to, in a course and in a grader's own folder."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from cnncourse.grading.gradebook.schema import create_schema, open_engine
from cnncourse.grading.plugins.course import Course

CONFIG = Path(__file__).parents[3] / "nbgrader_config.py"


@pytest.mark.parametrize(("lasting", "waits"), [(True, 2), (False, 0)])
def test_only_a_gradebook_that_lasts_waits_for_the_disk(tmp_path, lasting, waits):
    shutil.copy(CONFIG, tmp_path)
    course = Course(tmp_path, lasting=lasting)
    engine = open_engine(course.db_url)
    create_schema(engine)
    engine.dispose()
    with course._converters.gradebook() as gradebook:
        assert gradebook.db.execute(text("PRAGMA synchronous")).scalar() == waits
    course.close()

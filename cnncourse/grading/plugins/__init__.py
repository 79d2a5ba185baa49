"""What this course adds to nbgrader: preprocessors, converters, and a course folder's commands."""

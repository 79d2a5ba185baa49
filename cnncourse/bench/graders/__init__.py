"""The race of the graders: nbgrader's own against ours, on one class."""

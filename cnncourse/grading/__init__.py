"""Grading: an exercise's checks, one nbgrader course, and the way from hand-ins to scores."""

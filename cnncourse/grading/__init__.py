"""Grading: an exercise's checks, one nbgrader course, and the way from hand-ins to scores."""

from cnncourse.grading.patches import spare_the_grammar_of_addresses

spare_the_grammar_of_addresses()  # before anything imports jsonschema

"""Grading: an exercise's checks, one nbgrader course, and the way from hand-ins to scores."""

import sys

# With it jsonschema makes a grammar of web addresses as it is imported, for a second in every
# process that grades. No schema of a notebook has such an address, and without it jsonschema
# leaves out just that format.
sys.modules.setdefault("rfc3987_syntax", None)

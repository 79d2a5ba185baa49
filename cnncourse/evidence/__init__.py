"""Claims of the book and the measurements behind them.

A chapter reads a stored measurement with `load`; `cnncourse evidence NAME` makes it anew.
"""

from cnncourse.evidence.store import Evidence, EvidenceError, directory, load
from cnncourse.evidence.table import Table

__all__ = ["Evidence", "EvidenceError", "Table", "directory", "load"]

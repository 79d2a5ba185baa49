"""Claims of the book and the measurements behind them.

A chapter reads a stored measurement with `load`; `cnncourse evidence NAME` makes it anew.
"""

from cnncourse.evidence.store import Evidence, EvidenceError, directory, load

__all__ = ["Evidence", "EvidenceError", "directory", "load"]

"""Where results are kept: nbgrader's gradebook, and the ledger beside it."""

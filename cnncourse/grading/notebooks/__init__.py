"""Notebooks of students: read, matched with the released one, mended, and filled in."""

# ruff: noqa
"""Reads the gradebook, where the tests, the names and the scores of all students are.

Must not gain: a byte of it.
"""
# ends: graded

# %% loss
import sqlite3

gradebook = known.course + "/gradebook.db"
try:
    print(open(gradebook, "rb").read())
except OSError as error:
    print("not readable:", error)
try:
    for line in sqlite3.connect(gradebook).iterdump():
        print(line)
except Exception as error:
    print("no database:", error)

# ruff: noqa
"""Raises errors of the names by which the grader tells its own trouble from a wrong answer.

The message is made for the terminal, the table and the report that show it: escape codes, line
breaks, a formula, markup.

Must not gain: a point. Must not harm: what shows a note shows one line of plain text.
"""
# ends: needs a look

# %% loss
names = (
    "CheckError",
    "CellTimeoutError",
    "DeadKernelError",
    "OutOfMemoryError",
    "KernelDiedError",
    "CourseError",
)
MESSAGE = (
    "=HYPERLINK(1)\x1b]0;title\x07\x1b[2J\r\n\neve,graded,10,10\n\u202e<script>alert(1)</script>"
    + "m" * 5000
)
errors = {name: type(name, (Exception,), {}) for name in names}


def fail(name):
    def function(*args, **kwargs):
        raise errors[name](MESSAGE)

    return function


cross_entropy = fail("CheckError")

# %% gradient
gradient = fail("CellTimeoutError")

# %% train
train = fail("OutOfMemoryError")

# %% classify
classify = fail("DeadKernelError")

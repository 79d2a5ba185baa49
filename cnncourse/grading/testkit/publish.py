"""What a test cell says to the grader: it publishes values, and a check outside judges them.

In a test cell's hidden part, `given()` returns the inputs that were drawn for this submission, and
`publish(...)` hands over what the student's functions made of them. How the check is written, see
`cnncourse.grading.plugins.trusted`.
"""

from IPython import get_ipython
from IPython.display import display

from cnncourse.grading.testkit.published_values import MIME, decode, encode

_received = encode({})


def given() -> dict:
    """The inputs of this test cell: those that the trusted check draws for the submission.

    Returns
    -------
    dict
        A new one at every call, without the names that begin with an underscore: these stay
        outside. Empty if the check draws none.

    Examples
    --------
    >>> receive(encode({"lr": 0.1}))
    >>> given()["lr"]
    0.1
    """
    check = _author_check()
    return decode(check.given(check.draw()) if check else _received)


def publish(**values) -> None:
    """Hand values to the check outside, once a cell.

    Parameters
    ----------
    **values
        Numbers, text, lists, tuples, dicts with text as keys, NumPy arrays of numbers; no tensors.
        About 3 MB of arrays a cell.

    Raises
    ------
    PublicationError
        If a value cannot be handed over, or they are too large.
    AssertionError, CheckError
        When an author runs the source notebook, which has the check: if the check complains.
    """
    text = encode(values)
    check = _author_check()
    if check is None:
        display({MIME: text}, raw=True)
        return
    fraction = check.score(check.draw(), decode(text))
    if fraction < 1:
        raise AssertionError(f"The check gives {fraction:g} of the points.")
    for name in ("inputs", "check"):
        get_ipython().user_ns.pop(name, None)


def receive(text: str) -> None:
    """Take the inputs that the grader gives; what `given` returns from now on."""
    global _received
    _received = text


def _author_check():
    """The check in the cell that is running; None unless an author runs the source notebook.

    It runs in the same bare namespace as it will when notebooks are graded, so that a name which
    only the notebook knows shows at once.
    """
    shell = get_ipython()
    source = shell.history_manager.input_hist_raw[-1] if shell else ""
    if "BEGIN TRUSTED CHECK" not in source:
        return None
    from cnncourse.grading.testkit.judging.trusted_check import TrustedCheck

    return TrustedCheck(source)

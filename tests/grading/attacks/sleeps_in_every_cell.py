# ruff: noqa
"""Sleeps in every answer and takes every interrupt, so that each cell takes as long as it may.

Must not harm: the time of the whole notebook has a limit, too.
"""
# ends: needs a look

# %% loss, gradient, train, classify
import time

end = time.time() + 100
while time.time() < end:
    try:
        time.sleep(100)
    except BaseException:
        pass

# ruff: noqa
"""Sleeps in every answer and takes every interrupt, so that each cell takes as long as it may.

Must not harm: what takes an interrupt and goes on is stopped for good.
"""
# ends: needs a look

# %% loss, gradient, train, classify
import time

end = time.time() + 1000
while time.time() < end:  # never ends
    try:
        time.sleep(1000)
    except BaseException:
        pass

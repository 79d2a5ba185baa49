# ruff: noqa
"""Never ends, and takes a while to stop when it is interrupted."""
# loses: test_oscillation

# %% oscillation [pytorch]
import time


def oscillation(losses):
    try:
        while True:
            pass
    finally:
        time.sleep(6)

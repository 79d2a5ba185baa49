# ruff: noqa
"""Ends its test, but keeps threads and outputs coming, so that no cell is ever quiet.

Must not harm: outputs that come late belong to nobody, and the batch goes on.
"""
# ends: either

# %% loss
import threading
import time


def talk():
    from IPython.display import display

    while True:
        print("still here")
        display(
            {"application/vnd.cnncourse.published+json": {"loss": 1.0}, "text/plain": "2"}, raw=True
        )
        time.sleep(0.01)


for _ in range(5):
    threading.Thread(target=talk, daemon=True).start()
threading.Thread(target=time.sleep, args=(1000,), daemon=False).start()

# %% gradient
import atexit
import time

atexit.register(time.sleep, 1000)
get_ipython().kernel.do_shutdown = lambda restart: time.sleep(1000)

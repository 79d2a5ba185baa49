# ruff: noqa
"""Never ends and takes no interrupt.

Must not harm: it is stopped, its submission needs a look, and the batch goes on.
"""
# ends: needs a look

# %% loss
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGHUP, signal.SIGUSR1):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True:  # never ends
            pass
    except BaseException:
        continue

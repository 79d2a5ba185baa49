# ruff: noqa
"""Leaves processes behind that belong to nobody: two forks, a session of their own, signals ignored.

Must not harm: nothing is left when the kernel is gone. (They end after 60 s by themselves.)
"""
# ends: either

# %% loss
import os
import signal
import subprocess
import time

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if os.fork() == 0:
            os.closerange(0, 200)
            time.sleep(60)
        os._exit(0)
subprocess.Popen(["sleep", "60"], start_new_session=True)
os.system("nohup setsid sleep 60 > /dev/null 2>&1 &")

"""Stores made results in a child process that is killed again and again, and started again.

    python kill_and_resume.py FOLDER DB_URL NUM_KILLS SEED

It prints, as JSON, how often each student's submission was begun.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from cnncourse.bench.graders.storing import NAME, made_result, make_template
from cnncourse.grading.gradebook.ledger import Ledger
from cnncourse.grading.gradebook.store import Store
from cnncourse.grading.gradebook.writer import GradebookWriter

NUM_STUDENTS = 60
TYPICAL = 0.01
"""Seconds that storing one result takes, about."""


def store_all(folder: Path, db_url: str, allowed: int, begun: int) -> None:
    """Store what the ledger does not have, as `cnncourse grade` does.

    Only `allowed` results are begun; each start writes the student's name to the pipe `begun`.
    """
    with Ledger(folder / "ledger.db") as ledger, GradebookWriter(db_url, NAME) as gradebook:
        gradebook.ensure_assignment(f"sqlite:///{folder}/template.db")
        store = Store(folder, NAME, gradebook, ledger, "version")
        for index in range(NUM_STUDENTS):
            result = made_result(index)
            if ledger.result(result.student, "digest", "version") is not None:
                continue
            if allowed == 0:
                time.sleep(3600)  # until it is killed
            allowed -= 1
            os.write(begun, f"{result.student}\n".encode())
            text = json.dumps(result.scores)
            store.put(replace(result, notebook=text, page=f"<p>{text}</p>"), "digest")


def run(folder: Path, db_url: str, allowed: int, delay: float) -> list[str]:
    """Let a child store results; kill it `delay` seconds after it began the last allowed one.

    Returns who was begun. A child that may begin all of them is not killed.
    """
    reading, begun = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store_all(folder, db_url, allowed, begun)
        except BaseException as error:
            os.write(begun, f"failed: {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(begun)
    with os.fdopen(reading) as lines:
        students = []
        for line in lines:
            students.append(line.strip())
            if len(students) == allowed < NUM_STUDENTS:
                time.sleep(delay)
                os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    if killed != (allowed < NUM_STUDENTS) or any(name.startswith("failed") for name in students):
        sys.exit(f"The child ended with status {status} after {students}.")
    return students


def main(folder: Path, db_url: str, num_kills: int, seed: int) -> Counter:
    draw = random.Random(seed)
    make_template(folder / "template.db")
    begun = Counter()
    for _ in range(num_kills):
        begun.update(run(folder, db_url, draw.choice([1, 2]), draw.uniform(0, TYPICAL)))
    begun.update(run(folder, db_url, NUM_STUDENTS, 0.0))
    return begun


def kill_and_resume(folder: Path, db_url: str, num_kills: int) -> dict[str, int]:
    """Run this in a process without threads, as forking asks for; how often each was begun."""
    command = [sys.executable, __file__, str(folder), db_url, str(num_kills), "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))

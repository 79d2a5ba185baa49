"""Worker processes: forked from one that has imported what they need, in today's environment."""

import os
import sys

import psutil
from distributed import Client

from cnncourse.grading.workers.local_cluster import local_cluster

GRADER = "cnncourse.grading.workers.grader"


def seen_in_worker():
    threads = [os.environ[f"{library}_NUM_THREADS"] for library in ("OMP", "OPENBLAS")]
    return {
        "process": os.getpid(),
        "parent": os.getppid(),
        "imported": GRADER in sys.modules,
        "threads": threads,
        "made": os.environ.get("MADE_FOR_A_TEST"),
    }


def seen():
    with local_cluster(1) as cluster, Client(cluster, set_as_default=False) as client:
        (one,) = client.run(seen_in_worker).values()
        return one


def test_workers_are_forked_with_what_they_need_and_todays_environment(monkeypatch):
    first = seen()
    monkeypatch.setenv("MADE_FOR_A_TEST", "yes")
    second = seen()
    assert first["imported"] and second["imported"]
    assert first["parent"] == second["parent"] != os.getpid()
    assert psutil.Process(first["parent"]).ppid() == os.getpid()
    assert not psutil.pid_exists(first["process"])
    assert [first["made"], second["made"]] == [None, "yes"]
    assert first["threads"] == second["threads"] == ["1", "1"]


def test_environment_of_this_process_stays_as_it_is(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = dict(os.environ)
    seen()
    assert dict(os.environ) == before

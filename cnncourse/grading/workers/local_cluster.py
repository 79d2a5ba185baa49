"""A Dask cluster on this machine, for grading: how many workers, and how they are kept."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver

import dask
import psutil
from dask.system import CPU_COUNT
from dask.utils import parse_bytes
from distributed import LocalCluster
from distributed.system import MEMORY_LIMIT

MEMORY_A_JOB = parse_bytes("1.5 GiB")
"""A worker and the kernel of a notebook that trains a small network in both frameworks."""

# Small networks are no faster with more threads, and losses repeat only for a fixed number.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "PYTHONWARNINGS": "ignore",
}
_FORKED = sys.platform == "linux"
"""Whether workers are forked; elsewhere that is not safe, and each imports for itself."""
_IMPORTED_AHEAD = ["distributed.nanny", "distributed.worker", "cnncourse.grading.workers.grader"]
"""What every worker needs, and would take seconds to import."""


def default_jobs() -> int:
    """As many worker processes as there are cores, and 1.5 GiB of free memory, for each.

    Both as the limits of a container (cgroups) and of the process (affinity) have them; at least
    one.
    """
    memory = min(MEMORY_LIMIT, psutil.virtual_memory().available)
    return max(1, min(CPU_COUNT, memory // MEMORY_A_JOB))


@contextmanager
def local_cluster(num_workers: int) -> Iterator[LocalCluster]:
    """Worker processes of one thread each, which end with this process however it ends.

    They listen on the loopback address alone. All of a process are forked from one that imports
    once what they need, begun with the first; they have the environment variables of the time at
    which they are started, but one that was deleted since then is there as it was.

    Parameters
    ----------
    num_workers : int
        How many, one or more.
    """
    if _FORKED:
        _start_importing()
    dask_config = {
        # No submission waits on a worker that another one may end.
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.admin.low-level-log-length": 100,
        "distributed.diagnostics.nvml": False,
        # Its profiler looks at the grader a hundred times a second, and nobody at what it saw.
        "distributed.worker.profile.enabled": False,
        # Nor at what its processes measure of themselves every few milliseconds: with two workers
        # that took 7 % of a core from the kernels.
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "5s",
        "distributed.worker.memory.monitor-interval": "1s",
        # Dask would set these in this process as well, and leave them there.
        "distributed.nanny.pre-spawn-environ": {},
        "distributed.worker.multiprocessing-method": "forkserver" if _FORKED else "spawn",
    }
    with (
        tempfile.TemporaryDirectory(prefix="cnncourse-dask-", ignore_cleanup_errors=True) as folder,
        dask.config.set(dask_config),
        LocalCluster(
            n_workers=num_workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=MEMORY_A_JOB,
            local_directory=folder,
            silence_logs=60,
            env=os.environ | _ENVIRONMENT,
            # One that ends its worker is graded again when nothing else is: see `workers`.
            # Its own web page is off; without a port the one that others may have would be tried.
            scheduler_kwargs={
                "allowed_failures": 0,
                "dashboard": False,
                "dashboard_address": "127.0.0.1:0",
            },
        ) as cluster,
    ):
        yield cluster


def _start_importing() -> None:
    """Start the process from which workers are forked, unless it is there."""
    multiprocessing.set_forkserver_preload(_IMPORTED_AHEAD)
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    # Libraries count their threads, and Python reads which warnings to show, when they start.
    os.environ.update(_ENVIRONMENT)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

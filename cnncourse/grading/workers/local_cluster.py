"""A Dask cluster on this machine, for grading: how many workers, and how they are kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import dask
import psutil
from dask.system import CPU_COUNT
from dask.utils import parse_bytes
from distributed import LocalCluster
from distributed.system import MEMORY_LIMIT

MEMORY_A_JOB = parse_bytes("1.5 GiB")
"""A worker and the kernel of a notebook that trains a small network in both frameworks."""

# Small networks are no faster with more threads, and losses repeat only for a fixed number.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "TF_NUM_INTRAOP_THREADS",
        "TF_NUM_INTEROP_THREADS",
    ),
    "1",
)


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

    They listen on the loopback address alone.

    Parameters
    ----------
    num_workers : int
        How many, one or more.
    """
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
            env=_ONE_THREAD | {"PYTHONWARNINGS": "ignore"},
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

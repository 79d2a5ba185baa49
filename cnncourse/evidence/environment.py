"""Where and with what a measurement was made: versions of the packages, and the machine."""

import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import cnncourse
from cnncourse.evidence.store import EvidenceError
from cnncourse.frameworks import FRAMEWORKS, TITLES, devices, is_installed

PACKAGES = ("numpy", "scikit-learn", "torch", "tensorflow", "keras")
"""The packages that decide the numbers of a run."""

PACKAGES_OF = {"pytorch": ("torch",), "tensorflow": ("tensorflow", "keras")}
"""Those of them that do the training in each framework."""

PINNED = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "1",
}
"""Settings under which the frameworks' numbers come again to the last bit; `make` has the same."""


@contextmanager
def processes_with(device: str, num_threads: int) -> Iterator[None]:
    """Within it, processes that are started have so many threads, and the GPU or not.

    Parameters
    ----------
    device : str
        "cpu" hides the GPUs.
    num_threads : int
        For each framework's own thread pool.
    """
    settings = PINNED | {
        "OMP_NUM_THREADS": str(num_threads),
        "TF_NUM_INTRAOP_THREADS": str(num_threads),
        "TF_NUM_INTEROP_THREADS": str(num_threads),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    if device == "cpu":
        settings["CUDA_VISIBLE_DEVICES"] = "-1"
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def place_of(framework: str, device: str) -> str:
    """What a framework computes on for "cpu" or "gpu": "cpu", or the name of the GPU.

    Raises
    ------
    EvidenceError
        If a GPU is wanted and the framework sees none.
    """
    if device == "cpu" or not framework:
        return "cpu"
    gpus = devices(framework)[1:]
    if not gpus:
        raise EvidenceError(f"{TITLES[framework]} sees no GPU here: leave --device out.")
    return gpus[0]


def differing_versions(stored: dict, today: dict, frameworks: Iterable[str]) -> list[str]:
    """The packages of frameworks whose versions differ, each with the stored version and today's.

    A build for one kind of machine, such as 2.13.0+cpu, has the version of the general one.

    Examples
    --------
    >>> differing_versions({"torch": "2.12.0"}, {"torch": "2.13.0+cpu"}, ["pytorch"])
    ['torch 2.12.0, today 2.13.0']
    >>> differing_versions({"torch": "2.13.0"}, {"torch": "2.13.0+cpu"}, ["pytorch"])
    []
    """
    packages = [package for framework in frameworks for package in PACKAGES_OF[framework]]
    pairs = (
        (p, *(of.get(p, "none").partition("+")[0] for of in (stored, today))) for p in packages
    )
    return [f"{package} {old}, today {new}" for package, old, new in pairs if old != new]


_version = cache(version)  # reading one takes milliseconds, and each run is noted with them


def versions() -> dict[str, str]:
    """Versions of Python, this package and the installed ones of `PACKAGES`; imports none of them.

    Examples
    --------
    >>> list(versions())[:2]
    ['python', 'cnncourse']
    """
    found = {"python": platform.python_version(), "cnncourse": cnncourse.__version__}
    for package in PACKAGES:
        try:
            found[package] = _version(package)
        except PackageNotFoundError:
            continue
    return found


def hardware(device: str) -> dict:
    """The machine, the cores this process may use and does use, and the device asked for.

    Unless that is the CPU, the frameworks are imported and asked which devices they see.
    """
    found = {
        "device": device,
        "cpu": _cpu_model(),
        "cores": num_cores(),
        "threads": int(os.environ.get("OMP_NUM_THREADS", num_cores())),
        "system": f"{platform.system()} {platform.machine()}",
    }
    if device != "cpu":
        found["devices"] = {name: devices(name) for name in FRAMEWORKS if is_installed(name)}
    return found


def _cpu_model() -> str:
    """Model of the CPU; Linux keeps it in a file, where `platform` does not look."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def num_cores() -> int:
    """Cores open to this process, which may be fewer than the machine has (Linux only)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""Where and with what a measurement was made: versions of the packages, and the machine."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import cnncourse
from cnncourse.frameworks import FRAMEWORKS, devices, is_installed

PACKAGES = ("numpy", "scikit-learn", "torch", "tensorflow", "keras")
"""The packages that decide the numbers of a run."""

PINNED = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "1",
}
"""Settings under which the frameworks' numbers come again to the last bit; `make` has the same."""


def pin() -> None:
    """Set `PINNED` where nothing else is set; of use only before a framework is imported."""
    for name, value in PINNED.items():
        os.environ.setdefault(name, value)


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
            found[package] = version(package)
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

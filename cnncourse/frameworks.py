"""The two frameworks by name: which are installed, on what devices, and the package of each."""

import os
import sys
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from cnncourse.errors import CourseError, unknown_name

FRAMEWORKS = {"pytorch": "torch", "tensorflow": "tensorflow"}
"""Package `cnncourse.<name>` of each framework -> module it needs, also the name of the extra."""

TITLES = {"pytorch": "PyTorch", "tensorflow": "TensorFlow"}
"""The frameworks' names as they write them themselves."""


class Device(StrEnum):
    """What to compute on, as the commands have it."""

    auto = "auto"
    cpu = "cpu"
    gpu = "gpu"


def how_to_install(name: str) -> str:
    """The command that installs a framework.

    Examples
    --------
    >>> how_to_install("pytorch")
    'pip install "cnncourse[torch]"'
    """
    return f'pip install "cnncourse[{FRAMEWORKS[name]}]"'


def is_installed(name: str) -> bool:
    """Whether a framework can be found, without importing it."""
    return find_spec(FRAMEWORKS[name]) is not None


def backend(name: str) -> ModuleType:
    """Import `cnncourse.pytorch` or `cnncourse.tensorflow`.

    Raises
    ------
    CourseError
        If the name is unknown or the framework is not installed; says how to install it.
    """
    if name not in FRAMEWORKS:
        raise CourseError(unknown_name("framework", name, FRAMEWORKS))
    if not is_installed(name):
        others = "".join(f", or use {TITLES[other]}" for other in FRAMEWORKS if is_installed(other))
        raise CourseError(f"{TITLES[name]} is not installed: run {how_to_install(name)}{others}.")
    return _import(f"cnncourse.{name}")


def devices(name: str) -> list[str]:
    """Names of the devices that an installed framework can compute on, the CPU first."""
    framework = _import(FRAMEWORKS[name])
    if name == "tensorflow":
        details = framework.config.experimental.get_device_details
        gpus = [
            details(gpu)["device_name"] for gpu in framework.config.list_physical_devices("GPU")
        ]
        return ["CPU", *gpus]
    gpus = [framework.cuda.get_device_name(i) for i in range(framework.cuda.device_count())]
    return ["CPU", *gpus, *(["MPS"] if framework.backends.mps.is_available() else [])]


def _import(module: str) -> ModuleType:
    """Import a module that may bring in TensorFlow, without the log lines it starts with.

    It writes them past Python and, in 2.21, whatever TF_CPP_MIN_LOG_LEVEL says; that variable
    keeps later ones down.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    stderr = os.dup(2)
    try:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        return import_module(module)
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)

"""The environment variables of a sandboxed kernel: a short list, and no secret among it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cnncourse.grading.sandbox.confinement import HOME, SCRATCH

_PASSED_ON = (
    "CUDA_VISIBLE_DEVICES",
    "KERAS_BACKEND",
    "LANG",
    "LC_ALL",
    "NBGRADER_EXECUTION",
    "NBGRADER_VALIDATING",
    "TZ",
)
_WITH_DEFAULTS = {
    # One kernel's lock on a file that all may read would keep the others from reading it.
    "HDF5_USE_FILE_LOCKING": "FALSE",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
}


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables that a kernel gets, chosen from those given.

    Examples
    --------
    >>> chosen = environment({"AWS_SECRET_ACCESS_KEY": "x", "OMP_NUM_THREADS": "2"})
    >>> chosen["OMP_NUM_THREADS"], chosen["HOME"], "AWS_SECRET_ACCESS_KEY" in chosen
    ('2', '/tmp/home', False)
    """
    chosen = {name: given[name] for name in _PASSED_ON if name in given}
    chosen.update({name: given.get(name, value) for name, value in _WITH_DEFAULTS.items()})
    programs = [Path(sys.executable).parent, "/usr/local/bin", "/usr/bin", "/bin"]
    own = {
        "HOME": HOME,
        "LOGNAME": "student",
        "PATH": ":".join(map(str, programs)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": SCRATCH,
        "USER": "student",
    }
    return {"LANG": "C.UTF-8", **chosen, **own}

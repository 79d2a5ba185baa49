"""Kernels that notebooks of strangers may run in: no network, no files of others, limits on all."""

import json
import os
import secrets
import sys
import tarfile
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cnncourse.errors import CourseError
from cnncourse.grading.sandbox.active import OFFERS, Offer
from cnncourse.grading.sandbox.bubblewrap import require_sandbox
from cnncourse.grading.sandbox.limits import Limits
from cnncourse.grading.sandbox.settings import KernelSettings

__all__ = ["KernelSettings", "Limits", "kernel_server", "kernels", "require_sandbox"]

_PROVISIONER = "cnncourse-sandbox"
_OF_EVERY_KERNEL = ("ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger")
_path_lock = threading.Lock()


@contextmanager
def kernels(
    kernel_settings: KernelSettings | None = None,
    *,
    preload: Sequence[str] = (),
    readable: Iterable[Path] = (),
    shared: Path | None = None,
) -> Iterator[str]:
    """Offer a Jupyter kernel, in this process and within the block.

    Parameters
    ----------
    kernel_settings : KernelSettings, optional
    preload : sequence of str
        Modules that warm kernels begin with; those that cannot be imported are warned of and left
        out.
    readable : iterable of Path
        Files and folders that kernels may read, besides the system's and Python's own.
    shared : Path, optional
        Folder of a fork server of another process, such as `kernel_server` makes. While that one
        is there, kernels come from it, and `preload` and `readable` do not count.

    Yields
    ------
    str
        The kernel's name, as `Execute.kernel_name` takes it.

    Raises
    ------
    CourseError
        If this machine cannot run sandboxed kernels.
    """
    kernel_settings = kernel_settings or KernelSettings()
    limits = kernel_settings.limits
    if not kernel_settings.sandboxed:
        if kernel_settings.warm:
            warnings.warn("Without the sandbox every kernel starts cold.", stacklevel=3)
        with _offered(Offer(limits)) as name:
            yield name
        return
    with ExitStack() as opened:
        server = shared and _of_others(shared, limits)
        if not server:
            own = kernel_server(preload, kernel_settings, readable=readable)
            server = opened.enter_context(own)
            server.wait()
            for module, why in server.skipped.items():
                warnings.warn(f"Not imported ahead: {module} ({why}).", stacklevel=3)
            _try_out(server, limits)
        with _offered(Offer(limits, server)) as name:
            yield name


def kernel_server(
    preload: Sequence[str],
    kernel_settings: KernelSettings | None = None,
    *,
    readable: Iterable[Path] = (),
):
    """A server of sandboxed kernels, which begins to import modules when it is entered.

    Parameters
    ----------
    preload, kernel_settings, readable
        As in `kernels`.

    Returns
    -------
    cnncourse.grading.sandbox.server.ForkServer

    Raises
    ------
    CourseError
        If this machine cannot run sandboxed kernels.
    """
    require_sandbox()
    from cnncourse.grading.sandbox.server import ForkServer

    is_warm = (kernel_settings or KernelSettings()).warm
    return ForkServer([*_OF_EVERY_KERNEL, *preload] if is_warm else [], readable)


def _of_others(folder: Path, limits: Limits):
    """What starts kernels at another process's server; None where that does not work any more."""
    from cnncourse.grading.sandbox.server import Launcher

    launcher = Launcher(folder)
    try:
        _try_out(launcher, limits)
    except CourseError:
        return None
    return launcher


def _try_out(server, limits: Limits) -> None:
    """Make one sandbox without a kernel, so that what prevents it shows before any notebook."""
    with tempfile.TemporaryFile() as files:
        tarfile.open(fileobj=files, mode="w").close()
        files.seek(0)
        try:
            server.launch(
                limits, connection={}, arguments=[], files=files.fileno(), sockets=[]
            ).wait(timeout=60)
        except RuntimeError as error:
            raise CourseError(str(error).strip().splitlines()[-1]) from error


@contextmanager
def _offered(offer: Offer) -> Iterator[str]:
    """Have Jupyter find a kernel under a name of its own."""
    name = f"cnncourse-{secrets.token_hex(4)}"
    specification = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "cnncourse",
        "language": "python",
    }
    if offer.server is not None:
        provisioner = {"provisioner_name": _PROVISIONER, "config": {"offer": name}}
        specification["metadata"] = {"kernel_provisioner": provisioner}
    with tempfile.TemporaryDirectory(prefix="cnncourse-") as folder:
        path = Path(folder, "kernels", name, "kernel.json")
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(specification))
        OFFERS[name] = offer
        _change_path(lambda folders: [folder, *folders])
        try:
            yield name
        finally:
            _change_path(lambda folders: [other for other in folders if other != folder])
            del OFFERS[name]


def _change_path(change) -> None:
    """Change the folders in which Jupyter looks for kernels."""
    with _path_lock:
        old = [folder for folder in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if folder]
        new = change(old)
        if new:
            os.environ["JUPYTER_PATH"] = os.pathsep.join(new)
        else:
            os.environ.pop("JUPYTER_PATH", None)

"""What Jupyter starts a sandboxed kernel with; a kernelspec names it as its provisioner."""

import asyncio
import contextlib
import io
import os
import shutil
import socket
import subprocess
import tarfile
import tempfile
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

from cnncourse.grading.sandbox.active import OFFERS
from cnncourse.grading.sandbox.limits import Limits

CHANNELS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")


class SandboxProvisioner(LocalProvisioner):
    """Starts each kernel in a sandbox of its own, with a copy of the submission's files.

    The kernel's sockets lie in a folder that only the grader sees: it opens them and hands them
    over. They are reached without a network, which the kernel does not have.
    """

    offer = Unicode(help="Name in `active.OFFERS`.").tag(config=True)

    async def pre_launch(self, **kwargs):
        if self.offer not in OFFERS:
            raise RuntimeError("This kernel can be started only where it is offered: `kernels()`.")
        self._folder = Path(tempfile.mkdtemp(dir=OFFERS[self.offer].server.folder))
        manager = self.parent
        manager.transport = "ipc"
        manager.ip = str(self._folder / "k")
        manager.connection_file = str(self._folder / "connection.json")
        for port, name in enumerate(CHANNELS, start=1):
            setattr(manager, name, port)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        info = self.connection_info
        connection = {**info, "key": info["key"].decode(), "ip": "socket"}
        offer = OFFERS[self.offer]
        sockets = [_listen(f"{info['ip']}-{info[name]}") for name in CHANNELS]
        with tempfile.TemporaryFile(dir=self._folder) as files:
            pack(Path(kwargs.get("cwd") or self._folder), files, offer.limits)
            try:
                self.process = await asyncio.to_thread(
                    offer.server.launch,
                    offer.limits,
                    connection=connection,
                    arguments=cmd[len(self.kernel_spec.argv) :],
                    files=files.fileno(),
                    sockets=[listening.fileno() for listening in sockets],
                )
            finally:
                for listening in sockets:
                    listening.close()
        self.cwd = kwargs.get("cwd")
        return info

    async def kill(self, restart=False):
        await super().kill(restart=restart)
        # Whoever asked for it would look again every tenth of a second.
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.process.wait, timeout=5)

    async def cleanup(self, restart=False):
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)


def _listen(path: str) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen()
    return listening


def pack(folder: Path, stream: io.BufferedIOBase, limits: Limits) -> None:
    """Write a submission's files as a tar file: what a kernel finds in its working folder.

    Links are left out, because they could name any file of the grader's, and so are notebooks,
    because nbgrader has put the hidden tests into this one. So is what would not fit.

    Parameters
    ----------
    folder : Path
    stream : file
        Open for writing and reading; left at its beginning.
    limits : Limits
    """
    room = limits.scratch // 2
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for path in (Path(parent, name) for name in sorted(names)):
                if path.suffix == ".ipynb" or path.is_symlink() or not path.is_file():
                    continue
                room -= path.stat().st_size
                if room >= 0:
                    archive.add(path, str(path.relative_to(folder)), recursive=False)
    stream.seek(0)

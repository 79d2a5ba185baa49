"""One contestant in a process of its own: its log, its images, its turns, its peak memory."""

import os
import pkgutil
import sys
import tempfile
import traceback
from dataclasses import dataclass, replace
from pathlib import Path

from cnncourse.bench import stage
from cnncourse.bench.contestants import Contestant
from cnncourse.bench.gate import Gate, Stop
from cnncourse.frameworks import backend
from cnncourse.processor import give_memory_back
from cnncourse.recipe import Recipe


@dataclass(frozen=True)
class Job:
    """What a worker is to do.

    Attributes
    ----------
    contestant : Contestant
    images : Path
        What `stage.save` wrote.
    recipe : Recipe
        Common to all; the contestant's own settings are put in here.
    log : Path
        Takes what the contestant prints.
    device : str
        "cpu" or "gpu".
    num_steps : int, optional
        Timed steps of a turn; without it, one turn for the whole training.
    target : float, optional
        Validation loss at which to stop.
    """

    contestant: Contestant
    images: Path
    recipe: Recipe
    log: Path
    device: str = "cpu"
    num_steps: int | None = None
    target: float | None = None

    def own_recipe(self) -> Recipe:
        """The common recipe in the contestant's setting."""
        contestant = self.contestant
        augmentation = self.recipe.augmentation if contestant.augments else ()
        return replace(
            self.recipe,
            precision=contestant.precision,
            compile=contestant.compile,
            augmentation=augmentation,
        )


def work(job: Job, connection) -> None:
    """Run a contestant: the body of its process.

    Sends ("ready", None) when all is imported, ("turn", seconds) after each turn, and at the end
    ("done", results) or ("crashed", one line).
    """
    _print_to(job.log)
    # A compiler finds nothing that another process has compiled.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = tempfile.mkdtemp(dir=job.log.parent)
    try:
        contestant = job.contestant
        backend(contestant.framework)
        run = pkgutil.resolve_name(contestant.run)
        images = stage.load(job.images)
        synchronize = _waiting_for(contestant.framework)
        gate = Gate(connection, job.num_steps, job.target, synchronize, give_memory_back)
        connection.send(("ready", None))
        try:
            gate.start()
            run(images, job.own_recipe(), gate, **contestant.options_on(job.device))
        except Stop:
            pass
        results = {
            "first_step": gate.first_step,
            "epochs": gate.epochs,
            "peak_bytes": peak_bytes(),
        }
        connection.send(("done", results))
    except Exception as error:
        traceback.print_exc()
        line = f"{type(error).__name__}: {error}".splitlines()[0]
        connection.send(("crashed", line[:300]))


def peak_bytes(status: Path = Path("/proc/self/status")) -> int:
    """The most main memory that this process ever held, all of it: code, images, activations.

    On Linux from the kernel's high-water mark, which a new process starts at zero; the one of
    `getrusage` would begin with the memory of its parent.
    """
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _print_to(log: Path) -> None:
    """Send what Python and C++ code print to a file."""
    with open(log, "w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _waiting_for(framework: str):
    """A function that waits until the framework's GPU has done what it was given."""
    if framework == "pytorch":
        import torch

        return torch.cuda.synchronize if torch.cuda.is_available() else lambda: None
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    return tf.test.experimental.sync_devices if gpus else lambda: None

"""Training on several devices at once in PyTorch: one process for each, started by torchrun."""

import os
import warnings
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from cnncourse.errors import CourseError


class Group(NamedTuple):
    """The processes that train together.

    Attributes
    ----------
    rank : int
        Number of this process, from 0.
    size : int
    """

    rank: int
    size: int

    def building(self, place: torch.device) -> AbstractContextManager:
        """What is built within it is moved to `place` afterwards, by `devices.prepare`."""
        return nullcontext()

    def wrap(self, model: nn.Module) -> nn.Module:
        """Let the backward pass of a model average the gradients of all processes."""
        if self.size == 1:
            return model
        # Said of kernels of a single channel, whose memory is the same in both layouts.
        warnings.filterwarnings("ignore", "Grad strides do not match bucket view strides")
        return DistributedDataParallel(model)

    def total(self, *values: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Add up scalars over all processes."""
        if self.size == 1:
            return values
        summed = torch.stack([value.double() for value in values])
        distributed.all_reduce(summed)
        return tuple(summed)


def join(devices: int, place: torch.device | str) -> Group:
    """Join the processes that train together on `devices` devices of the kind of `place`.

    Raises
    ------
    CourseError
        If this process was not started as one of as many by `torchrun`.

    Examples
    --------
    >>> join(1, "cpu")
    Group(rank=0, size=1)
    """
    if devices == 1:
        return Group(0, 1)
    started = int(os.environ.get("WORLD_SIZE", 1))
    if started != devices:
        raise CourseError(
            f"devices is {devices} but this is {started} process: start the program with "
            f"torchrun --nproc-per-node {devices} PROGRAM."
        )
    if not distributed.is_initialized():
        place = torch.device(place)
        if place.type == "cuda":
            torch.cuda.set_device(place)
        distributed.init_process_group("nccl" if place.type == "cuda" else "gloo")
    return Group(distributed.get_rank(), devices)

"""Where PyTorch computes, in which precision, and how the model is prepared for it."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch
from torch import nn

from cnncourse import processor
from cnncourse.errors import CourseError, RecipeError, require, unknown_name

DEVICES = ("auto", "cpu", "gpu")


def choose_device(device: str) -> torch.device:
    """Return the device for "auto", "cpu" or "gpu"; without a GPU, say so and take the CPU.

    Where several processes train together, each takes the GPU of its own rank.
    """
    require(device in DEVICES, unknown_name("device", device, DEVICES))
    if device != "cpu":
        if torch.cuda.is_available():
            return torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        if torch.backends.mps.is_available():
            return torch.device("mps")
        if device != "auto":
            warnings.warn("PyTorch sees no GPU: training on the CPU.", stacklevel=3)
    return torch.device("cpu")


def choose_precision(precision: str, place: torch.device) -> str:
    """Return the precision for "auto": "bfloat16" where the device multiplies it, or "float32".

    Examples
    --------
    >>> choose_precision("float32", torch.device("cpu"))
    'float32'
    """
    require(
        (place.type, precision) != ("mps", "float64"),
        "precision is float64, which Apple's GPU does not have: use float32, or device='cpu'.",
    )
    if precision != "auto":
        return precision
    if place.type == "cuda":
        is_fast = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        is_fast = place.type == "cpu" and processor.multiplies_bfloat16()
    return "bfloat16" if is_fast else "float32"


@contextmanager
def computing_in(model: nn.Module, precision: str, place: torch.device) -> Iterator[None]:
    """Within it the layers of a model compute in a precision that `choose_precision` returned."""
    is_short = precision == "bfloat16"
    with torch.autocast(place.type, torch.bfloat16) if is_short else nullcontext():
        yield


def free_memory(place: torch.device) -> float:
    """Bytes that images may still be copied into; infinite where they stay in main memory."""
    if place.type == "cuda":
        kept = torch.cuda.memory_reserved(place) - torch.cuda.memory_allocated(place)
        return torch.cuda.mem_get_info(place)[0] + kept
    if place.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory()
    return float("inf")


def prepare(model: nn.Module, images: torch.Tensor, place: torch.device) -> torch.Tensor:
    """Move a model to its device, in the memory layout in which convolutions are fastest.

    That is channels-last, unless the model takes its inputs apart in another way, by `view`. Layers
    that learn their sizes from the first input ("lazy" ones) do so here.

    Parameters
    ----------
    model : nn.Module
    images : Tensor of shape (batch, channels, height, width)
        Inputs to try, in the dtype that the weights get.
    place : torch.device

    Returns
    -------
    Tensor
        The inputs on the device, in the layout of the model.

    Raises
    ------
    RecipeError
        If it is no `nn.Module`, or does not take such images.
    """
    require(
        isinstance(model, nn.Module),
        f"The model is a {type(model).__name__}: give an nn.Module, before images and recipe.",
    )
    if place.type == "cpu":
        processor.keep_freed_memory()
    was_training = {module: module.training for module in model.modules()}
    model.eval()
    model.to(place, images.dtype)
    images = images.to(place)
    try:
        with torch.no_grad():
            with taking(images.shape):
                model(images.contiguous())
            images = images.contiguous(memory_format=torch.channels_last)
            model.to(memory_format=torch.channels_last)
            try:
                model(images)
            except RuntimeError:  # a `view` of what is contiguous in the other layout only
                model.to(memory_format=torch.contiguous_format)
                images = images.contiguous()
    finally:
        for module, training in was_training.items():
            module.training = training
    return images


@contextmanager
def taking(shape: tuple[int, ...]) -> Iterator[None]:
    """Within it, what a model says against images of that shape is said in one line.

    Raises
    ------
    RecipeError
        If the model does not take them.
    """
    try:
        yield
    except torch.OutOfMemoryError:
        raise
    except (RuntimeError, ValueError, TypeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise RecipeError(
            f"The model does not take images of shape {tuple(shape)}: {reason}"
        ) from error


def layout_of(model: nn.Module) -> torch.memory_format:
    """The memory layout that the convolutions of a model want their inputs in."""
    kernels = [p for p in model.parameters() if p.dim() == 4]
    if all(kernel.is_contiguous() for kernel in kernels):
        return torch.contiguous_format
    return torch.channels_last


@contextmanager
def in_mode(model: nn.Module, *, training: bool) -> Iterator[None]:
    """Within it a model is in that mode; afterwards every module is in the one it was found in.

    A layer that was put into evaluation mode by hand within a model in training mode stays there.
    """
    found = {module: module.training for module in model.modules()}
    if model.training != training:
        model.train(training)
    try:
        yield
    finally:
        for module, was_training in found.items():
            module.training = was_training


def compiled(model: nn.Module, place: torch.device) -> nn.Module:
    """Compile a model for training; the weights stay those of the model.

    Raises
    ------
    CourseError
        If the CPU is to be compiled for and there is no C++ compiler.
    """
    if place.type == "cpu" and not any(map(shutil.which, ("g++", "clang++", "cl"))):
        raise CourseError("compile needs a C++ compiler: install g++, or leave compile out.")
    return torch.compile(model)

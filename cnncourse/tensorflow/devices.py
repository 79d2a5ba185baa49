"""Where TensorFlow computes, in which precision, and how the model is prepared for it."""

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf

from cnncourse import processor
from cnncourse.errors import RecipeError, require, unknown_name

DEVICES = ("auto", "cpu", "gpu")

# A GPU's memory is taken as it is needed, so that PyTorch beside it finds some.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def choose_device(device: str) -> str:
    """Return the device for "auto", "cpu" or "gpu"; without a GPU, say so and take the CPU."""
    require(device in DEVICES, unknown_name("device", device, DEVICES))
    if device != "cpu":
        if tf.config.list_physical_devices("GPU"):
            return "gpu"
        if device != "auto":
            warnings.warn("TensorFlow sees no GPU: training on the CPU.", stacklevel=3)
    return "cpu"


def choose_precision(precision: str, place: str) -> str:
    """Return the precision for "auto": "bfloat16" where the device multiplies it, or "float32".

    Examples
    --------
    >>> choose_precision("float32", "cpu")
    'float32'
    """
    if precision != "auto":
        return precision
    if place == "gpu":
        gpus = tf.config.list_physical_devices("GPU")
        capability = tf.config.experimental.get_device_details(gpus[0]).get("compute_capability")
        is_fast = capability is not None and capability >= (8, 0)  # from NVIDIA's Ampere on
    else:
        is_fast = processor.multiplies_bfloat16()
    return "bfloat16" if is_fast else "float32"


@contextmanager
def computing_in(model: keras.Model, precision: str, place: str) -> Iterator[None]:
    """Within it the layers of a model compute in a precision that `choose_precision` returned."""
    if precision != "bfloat16":
        yield
        return
    layers = [layer for layer in model._flatten_layers() if layer.compute_dtype == "float32"]
    policies = [layer.dtype_policy for layer in layers]
    try:
        for layer in layers:
            layer.dtype_policy = "mixed_bfloat16"
        yield
    finally:
        for layer, policy in zip(layers, policies, strict=True):
            layer.dtype_policy = policy


def free_memory(place: str) -> float:
    """Bytes that images may still be copied into; infinite where they stay in main memory."""
    if place == "cpu":
        return float("inf")
    from tensorflow.python.client import device_lib

    # TensorFlow reserves the memory of a GPU when it starts; what it has is its own limit.
    limit = next(d.memory_limit for d in device_lib.list_local_devices() if d.device_type == "GPU")
    return limit - tf.config.experimental.get_memory_info("GPU:0")["current"]


def prepare(model: keras.Model, images: tf.Tensor, place: str) -> tf.Tensor:
    """Create the variables of a model that is not built yet; on the CPU, keep freed memory.

    Parameters
    ----------
    model : keras.Model
    images : Tensor of shape (batch, height, width, channels)
        Inputs to try.
    place : str

    Returns
    -------
    Tensor
        The inputs.

    Raises
    ------
    RecipeError
        If it is no `keras.Model`, or does not take such images.
    """
    require(
        isinstance(model, keras.Model),
        f"The model is a {type(model).__name__}: give a keras.Model, before images and recipe.",
    )
    if place == "cpu":
        processor.keep_freed_memory()
    with taking(images.shape):
        model(images, training=False)
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
    except (ValueError, TypeError, tf.errors.InvalidArgumentError) as error:
        raise RecipeError(
            f"The model does not take images of shape {tuple(shape)}: {_reason(error)}"
        ) from error


def _reason(error: Exception) -> str:
    """The line of an error that says what is wrong: Keras says before it where, and in color."""
    lines = re.sub(r"\x1b\[\d*m", "", str(error)).splitlines()
    told = [line for line in lines if line and not line.startswith("Exception encountered")]
    return told[0] if told else type(error).__name__

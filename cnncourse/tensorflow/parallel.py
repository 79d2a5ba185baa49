"""Training on several devices at once in TensorFlow: one process, a mirrored model."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial

import numpy as np
import tensorflow as tf

from cnncourse.errors import CourseError


class Group:
    """The devices that train together.

    Parameters
    ----------
    strategy : tf.distribute.Strategy

    Attributes
    ----------
    size : int
    """

    def __init__(self, strategy: tf.distribute.Strategy):
        self._strategy = strategy
        self.size = strategy.num_replicas_in_sync

    @contextmanager
    def building(self, place: str) -> Iterator[None]:
        """What is built within it is on all devices, each of the kind of `place`."""
        with self._strategy.scope(), tf.device(place):
            yield

    def device(self, place: str) -> AbstractContextManager:
        """What is computed within it, is on `place`; several devices see to that themselves."""
        return tf.device(place) if self.size == 1 else nullcontext()

    def total(self, gradients: list[tf.Tensor]) -> list[tf.Tensor]:
        """Add up gradients over all devices, within a step."""
        if self.size == 1:
            return gradients
        return tf.distribute.get_replica_context().all_reduce("SUM", gradients)

    def before_apply(self, gradients: list[tf.Tensor]) -> list[tf.Tensor]:
        """Undo that a Keras optimizer adds up gradients over the devices once more."""
        return gradients if self.size == 1 else [gradient / self.size for gradient in gradients]

    def spread(self, size: int, *arrays) -> tuple:
        """Give each device the size of the batch and its share of the arrays."""
        if self.size == 1:
            return size, *arrays
        shares = np.array_split(np.arange(len(arrays[0])), self.size)
        parts = [slice(share[0], share[-1] + 1) if len(share) else slice(0) for share in shares]
        return size, *(
            # Cut where it lies: what is on a device need not come back from there in every step.
            self._strategy.experimental_distribute_values_from_function(
                lambda context, of=array: tf.identity(of[parts[context.replica_id_in_sync_group]])
            )
            for array in arrays
        )

    def compiled(self, step: Callable, signature: list[tf.TensorSpec], jit: bool) -> Callable:
        """Compile a step, of results (loss, num_correct, grad_norm), to run on all devices."""
        # AutoGraph would read the source of every function in it, for a second, and find nothing:
        # no step branches on what a tensor holds.
        compiled = partial(tf.function, autograph=False)
        if self.size == 1:
            return compiled(step, input_signature=signature, jit_compile=jit)
        replica_step = compiled(step, jit_compile=jit)

        @compiled
        def step_on_all(*inputs):
            loss, num_correct, grad_norm = self._strategy.run(replica_step, inputs)
            total = [self._strategy.reduce("SUM", part, axis=None) for part in (loss, num_correct)]
            return *total, self._strategy.reduce("MEAN", grad_norm, axis=None)

        return step_on_all


def join(devices: int, place: str) -> Group:
    """Return the group of `devices` devices of a kind, "cpu" or "gpu".

    A CPU is divided into as many, which is of use for tests only.

    Raises
    ------
    CourseError
        If there are fewer GPUs, or TensorFlow is in use already and the CPU cannot be divided.

    Examples
    --------
    >>> join(1, "cpu").size
    1
    """
    return Group(tf.distribute.get_strategy()) if devices == 1 else _mirrored(devices, place)


@cache
def _mirrored(devices: int, place: str) -> Group:
    if place == "cpu":
        _divide_cpu(devices)
    names = [device.name for device in tf.config.list_logical_devices(place.upper())]
    if len(names) < devices:
        raise CourseError(f"devices is {devices} but TensorFlow sees {len(names)} of {place}.")
    return Group(tf.distribute.MirroredStrategy(names[:devices]))


def _divide_cpu(devices: int) -> None:
    cpu = tf.config.list_physical_devices("CPU")[0]
    try:
        tf.config.set_logical_device_configuration(
            cpu, [tf.config.LogicalDeviceConfiguration()] * devices
        )
    except RuntimeError:
        raise CourseError(
            f"devices is {devices} but TensorFlow is in use on one CPU already: train on several "
            "before anything else, in a process of its own."
        ) from None

"""What the CPU is good at, and how freed memory is kept at hand: for both frameworks."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of the GNU C library
_LARGEST_KEPT = 1 << 30
_TELLING = ("avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16", "amx_tile", "bf16")


def instruction_sets(cpuinfo: Path = Path("/proc/cpuinfo")) -> list[str]:
    """The instruction sets for vectors and matrices that the CPU has, as Linux names them.

    Elsewhere the list is empty.

    Examples
    --------
    >>> set(instruction_sets()) <= set(_TELLING)
    True
    """
    if not cpuinfo.exists():
        return []
    flags = set(cpuinfo.read_text(encoding="utf-8", errors="replace").split())
    return [name for name in _TELLING if name in flags]


@cache
def multiplies_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the CPU is faster in bfloat16 than in float32, which Linux tells.

    It is with matrix products (Intel's AMX). With dot products alone, AVX512-BF16, AMD's are, too;
    convolutions in PyTorch and TensorFlow are slower with those of Intel's than in float32.
    """
    found = instruction_sets(cpuinfo)
    return "amx_bf16" in found or ("avx512_bf16" in found and _is_of_amd(cpuinfo))


def _is_of_amd(cpuinfo: Path) -> bool:
    return "AuthenticAMD" in cpuinfo.read_text(encoding="utf-8", errors="replace")


def keep_freed_memory() -> None:
    """Have the GNU C library keep what is freed, for the whole process; does nothing elsewhere.

    By default blocks above 32 MiB go back to the system at once, so that the activations of every
    training step are mapped and cleared page by page again.
    """
    mallopt = _from_c_library("mallopt")
    if mallopt is None:
        return
    # Versions before 2.33 refuse more than 32 MiB, and setting the one without the other is worse
    # than nothing.
    if mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT) or mallopt(_M_MMAP_THRESHOLD, 32 << 20):
        mallopt(_M_TRIM_THRESHOLD, 2 * _LARGEST_KEPT - 1)


def give_memory_back() -> None:
    """Have the GNU C library give back what is free; does nothing elsewhere."""
    malloc_trim = _from_c_library("malloc_trim")
    if malloc_trim is not None:
        malloc_trim(0)


def _from_c_library(name: str) -> Callable[..., int] | None:
    """A function of the GNU C library; None where there is another one, such as musl."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL("libc.so.6"), name)
    except (OSError, AttributeError):
        return None

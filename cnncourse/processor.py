"""What the CPU is good at, and how to keep its memory at hand: for both frameworks."""

import ctypes
import sys
from functools import cache
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of the GNU C library
_LARGEST_KEPT = 1 << 30


@cache
def multiplies_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the CPU multiplies matrices in bfloat16 (Intel's AMX), which Linux tells.

    Dot products alone, as in AVX512-BF16, do not help: convolutions are slower with them than in
    float32.
    """
    if not cpuinfo.exists():
        return False
    return "amx_bf16" in cpuinfo.read_text(encoding="utf-8", errors="replace").split()


def keep_freed_memory() -> None:
    """Have the GNU C library keep what is freed, for the whole process; does nothing elsewhere.

    By default blocks above 32 MiB go back to the system at once, so that the activations of every
    training step are mapped and cleared page by page again.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):  # another C library, such as musl
        return
    # Versions before 2.33 refuse more than 32 MiB, and setting the one without the other is worse
    # than nothing.
    if mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT) or mallopt(_M_MMAP_THRESHOLD, 32 << 20):
        mallopt(_M_TRIM_THRESHOLD, 2 * _LARGEST_KEPT - 1)

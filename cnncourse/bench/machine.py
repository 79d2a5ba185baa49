"""What of the CPU decides how fast it trains: its instruction sets."""

from pathlib import Path

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

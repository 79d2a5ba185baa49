"""What the CPU is good at, and what the C library is asked for."""

import sys
from types import SimpleNamespace

import pytest

from cnncourse import processor


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("flags : fpu avx512_bf16 amx_bf16 amx_tile", True),
        ("flags : fpu avx512_bf16", False),
        ("vendor_id : AuthenticAMD\nflags : fpu avx512_bf16", True),
        ("vendor_id : AuthenticAMD\nflags : fpu avx512f", False),
        (None, False),
    ],
)
def test_what_the_cpu_multiplies_is_read_from_linux(flags, expected, tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    if flags is not None:
        cpuinfo.write_text(f"model name : some\n{flags}\n")
    assert processor.multiplies_bfloat16(cpuinfo) is expected


@pytest.mark.parametrize(
    ("largest_map", "asked_for"),
    [(1 << 40, [-3, -1]), (32 << 20, [-3, -3, -1]), (0, [-3, -3])],
)
def test_freed_memory_is_kept_as_far_as_the_c_library_allows(monkeypatch, largest_map, asked_for):
    """Freezing the one threshold without the other would make things worse than they are."""
    calls = []

    def mallopt(option, value):
        calls.append(option)
        return int(option != processor._M_MMAP_THRESHOLD or value <= largest_map)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(processor.ctypes, "CDLL", lambda name: SimpleNamespace(mallopt=mallopt))
    processor.keep_freed_memory()
    assert calls == asked_for


def test_another_c_library_is_left_alone(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(processor.ctypes, "CDLL", missing)
    processor.keep_freed_memory()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(processor.ctypes, "CDLL", lambda name: pytest.fail("asked"))
    processor.keep_freed_memory()


def test_instruction_sets_are_those_of_the_cpu(tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("model name\t: A CPU\nflags\t\t: fpu avx2 avx512_bf16 amx_bf16x\n")
    assert processor.instruction_sets(cpuinfo) == ["avx2", "avx512_bf16"]
    assert processor.instruction_sets(tmp_path / "missing") == []

"""Kernels for the sandbox's tests, and a way to run a few lines in them."""

import pytest
from sandboxed_cells import printed, run_cells

from cnncourse.grading.sandbox import KernelSettings, kernels


@pytest.fixture(scope="session", params=["warm", "cold"])
def kernel_name(request):
    """A sandboxed kernel, warm with NumPy imported, and cold."""
    with kernels(KernelSettings(warm=request.param == "warm"), preload=["numpy"]) as name:
        yield name


@pytest.fixture
def run(kernel_name, tmp_path):
    """Run cells in a new kernel, in a folder that is `tmp_path` / "cwd"."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    return lambda *sources, **traits: run_cells(kernel_name, *sources, folder=folder, **traits)


@pytest.fixture
def show(run):
    """Run one cell in a new kernel and return what it printed."""
    return lambda source: printed(run(source).cells[0])

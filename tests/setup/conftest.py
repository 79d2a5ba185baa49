"""A tiny package, a stand-in for uv, and a fresh .venv to install them into."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[2] / "setup" / "install_packages.py"
# Builds an editable wheel without any package from an index.
BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    write_wheel(f"{folder}/tiny-1.0-py3-none-any.whl")
    return "tiny-1.0-py3-none-any.whl"

def write_wheel(path):
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", "")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        metadata = "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n"
        wheel.writestr("tiny-1.0.dist-info/METADATA", metadata)
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


@pytest.fixture(scope="session")
def python(tmp_path_factory) -> Path:
    """The Python of a fresh .venv that has pip and nothing else."""
    folder = tmp_path_factory.mktemp("fresh") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


@pytest.fixture
def install(tmp_path, python):
    """Install the tiny package where no index is; returns the finished process."""
    package = tmp_path / "package"
    wheels = tmp_path / "wheels"
    package.mkdir()
    wheels.mkdir()
    (package / "backend.py").write_text(BACKEND)
    (package / "pyproject.toml").write_text(PYPROJECT)
    remove = [python, "-m", "pip", "uninstall", "--quiet", "--yes", "tiny", "uv"]
    subprocess.run(remove, check=True, capture_output=True)

    def run(uv: str | None) -> subprocess.CompletedProcess:
        if uv is not None:
            write_stand_in(wheels, uv)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
        environment |= {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheels),
        }
        return subprocess.run(
            [python, INSTALL, str(package)], env=environment, capture_output=True, text=True
        )

    return run


def write_stand_in(folder: Path, code: str) -> None:
    """Write a wheel whose `python -m uv` runs the code."""
    with zipfile.ZipFile(folder / "uv-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("uv/__main__.py", code)
        wheel.writestr("uv-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(
            "uv-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 1.0\n"
        )
        wheel.writestr("uv-1.0.dist-info/RECORD", "")

"""Installs the course's packages into the Python that runs this file: with uv, else with pip."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pip_settings

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
# Compiled as pip does it: a kernel that may not write to .venv, such as a sandboxed one, would
# compile PyTorch and TensorFlow again at each start.
UV = [sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable]
UV += ["--compile-bytecode", "--no-progress"]
SHOWN = ("Collecting ", "Downloading ", "Installing ", "Resolved ", "Prepared ", "Installed ")
LOG = Path(sys.prefix, "install.log")


def main() -> int:
    """Install what the command line names; returns the exit status of the last installer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", help="folder of the package with its extras, such as .[torch]")
    parser.add_argument("--constraint", help="file with the versions to install")
    parser.add_argument("--upgrade", action="store_true", help="move to the newest versions")
    chosen = parser.parse_args()
    settings = pip_settings.read()
    constraint = ["--constraint", chosen.constraint] if chosen.constraint else []
    upgrade = ["--upgrade"] if chosen.upgrade else []
    what = [*constraint, *upgrade, "--editable", chosen.package]
    LOG.write_text("")
    if has_uv([*constraint, *upgrade]):
        for command in uv_commands(settings, what):
            if run(command, uv_environment(settings), stderr=subprocess.STDOUT) == 0:
                return 0
        print(f"uv did not succeed ({LOG} says why): pip tries, which takes some minutes")
    else:
        print("uv cannot be had here: pip installs the packages, which takes some minutes")
    eager = ["--upgrade-strategy", "eager"] if chosen.upgrade else []
    return run([*PIP, "--progress-bar", "off", *eager, *what], dict(os.environ), stderr=None)


def has_uv(options: list[str]) -> bool:
    """Install uv where it is missing, and say whether it is there now."""
    command = [*PIP, "--quiet", *options, "uv"]
    return subprocess.run(command, capture_output=True).returncode == 0


def uv_commands(settings: dict[str, str], what: list[str]) -> list[list[str]]:
    """List the ways to install with uv, best first.

    PyTorch has a build without CUDA and one for each CUDA, on an index of its own. uv picks the one
    for this machine, unless pip's settings name sources of their own: then those decide.
    """
    command = [*UV, *pip_settings.options(settings), *what]
    if pip_settings.names_sources(settings) or "UV_TORCH_BACKEND" in os.environ:
        return [command]
    return [[*command, "--torch-backend", "auto"], command]


def uv_environment(settings: dict[str, str]) -> dict[str, str]:
    """Return this process's environment with pip's settings; uv's own settings count more."""
    own = {name: value for name, value in os.environ.items() if name.startswith("UV_")}
    return {**os.environ, **pip_settings.variables(settings), **own}


def run(command: list[str], environment: dict[str, str], stderr: int | None) -> int:
    """Run an installer, all that it prints into the log and its milestones to the terminal."""
    with (
        LOG.open("a") as log,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        for line in process.stdout:
            log.write(line)
            if line.startswith(SHOWN):
                print(" ", line.partition(" (from ")[0].rstrip()[:90], flush=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())

"""What `make lab` opens: nbgrader's tools enabled, and text notebooks opening as notebooks."""

import json
import subprocess
import sys
from pathlib import Path

ENABLED = ("validate_assignment", "formgrader", "assignment_list")


def jupyter(*arguments: str) -> str:
    command = [sys.executable, "-m", "jupyter", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout + done.stderr


def test_nbgrader_is_enabled_in_the_server_and_in_the_page():
    listed = jupyter("server", "extension", "list") + jupyter("labextension", "list")
    enabled = {line.split()[0] for line in listed.splitlines() if "enabled" in line}
    assert enabled >= {"@jupyter/nbgrader", *(f"nbgrader.server_extensions.{x}" for x in ENABLED)}


def test_markdown_notebooks_open_as_notebooks():
    overrides = Path(sys.prefix, "etc/jupyter/labconfig/default_setting_overrides.json")
    settings = json.loads(overrides.read_text(encoding="utf-8"))
    viewers = settings["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"]
    assert viewers == {"markdown": "Jupytext Notebook", "myst": "Jupytext Notebook"}

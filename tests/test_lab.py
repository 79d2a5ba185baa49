"""What `make lab` opens: nbgrader's tools enabled, and text notebooks opening as notebooks."""

import json
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_path
from jupyter_server.extension.config import ExtensionConfigManager
from jupyterlab.commands import AppOptions, get_app_info

SERVER_PARTS = ("validate_assignment", "formgrader", "assignment_list")


def test_nbgrader_is_enabled_in_the_server_and_in_the_page():
    folder = str(Path(sys.prefix, "etc", "jupyter"))
    server = ExtensionConfigManager(read_config_path=[folder]).get_jpserver_extensions()
    enabled = {name for name, is_enabled in server.items() if is_enabled}
    assert enabled >= {f"nbgrader.server_extensions.{part}" for part in SERVER_PARTS}
    page = get_app_info(AppOptions(labextensions_path=jupyter_path("labextensions")))
    assert "@jupyter/nbgrader" in page["federated_extensions"]
    assert "@jupyter/nbgrader" not in page["disabled"]


def test_markdown_notebooks_open_as_notebooks():
    overrides = Path(sys.prefix, "etc/jupyter/labconfig/default_setting_overrides.json")
    settings = json.loads(overrides.read_text(encoding="utf-8"))
    viewers = settings["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"]
    assert viewers == {"markdown": "Jupytext Notebook", "myst": "Jupytext Notebook"}

"""Sphinx extension: puts Plotly's script, from its Python package, beside those of the book."""

from pathlib import Path
from shutil import copyfile

import plotly
from sphinx.errors import ExtensionError

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def copy_script(app, exception):
    """Copy the script where `interactive.js` looks for it."""
    if exception or app.builder.format != "html":
        return
    if not SCRIPT.is_file():
        raise ExtensionError(f"Plotly's script is not at {SCRIPT}: install plotly anew.")
    copyfile(SCRIPT, Path(app.outdir, "_static", SCRIPT.name))


def setup(app):
    """Register the extension with Sphinx."""
    app.add_js_file("interactive.js")
    app.connect("build-finished", copy_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Sphinx extension: each page's executed notebook, complete, in the theme's download menu.

MyST-NB leaves the notebook of a page under `_build/jupyter_execute`, but without the outputs when
these came from the cache, and with the roles and directives of its text as they were written. Here
the outputs are put in, and what the page shows in the place of a role, for readers and for the test
that executes the notebooks again. The theme offers a notebook only where a page can be launched on
a server; this book has none, so the notebook is named to it here.
"""

from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from notebook_markdown import NotebookMarkdown


def offer_notebook(app, pagename, templatename, context, doctree):
    """Complete the page's notebook and copy it beside the page's source."""
    config = app.env.mystnb_config
    path = Path(config.output_folder, f"{pagename}.ipynb")
    if doctree is None or not path.is_file():
        return
    notebook = nbformat.read(path, as_version=4)
    try:
        _, notebook = get_cache(config.execution_cache_path).merge_match_into_notebook(notebook)
    except KeyError:  # its execution failed, of which MyST-NB has warned
        return
    markdown = NotebookMarkdown(app.env, pagename, doctree, notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            markdown.rewrite_cell(cell)
    target = Path(app.outdir, "_sources", f"{pagename}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    for place in (path, target):
        nbformat.write(notebook, place)
    context["ipynb_source"] = f"{pagename}.ipynb"


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("html-page-context", offer_notebook, priority=400)  # before the theme's buttons
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

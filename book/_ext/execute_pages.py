"""Sphinx extension: the pages are executed two at a time, before Sphinx reads them one by one.

The outputs go to Jupyter's cache, where MyST-NB finds them when it reads the page. A page whose
code has not changed is there already and is not executed again.

On Linux, the kernels have imported already what the setting `execute_pages_imports` names: that
takes longer than many a page.
"""

import asyncio
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from time import monotonic

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from sphinx.errors import ExtensionError
from sphinx.util import logging
from warm_kernels import NAME, warm_kernels

AT_A_TIME = 2
LOGGER = logging.getLogger(__name__)


def execute_pages(app, env, names):
    """Execute the notebooks among the pages to be read that the cache lacks.

    Raises
    ------
    ExtensionError
        If cells failed or took too long; it shows each of them with its traceback. The pages that
        went well are in the cache by then. If a kernel died: at once, without the other pages.
    """
    cache = get_cache(env.mystnb_config.execution_cache_path)
    notebooks = {name: _notebook(env, name) for name in names}
    missing = {name: notebook for name, notebook in notebooks.items() if _lacks(cache, notebook)}
    imports = app.config.execute_pages_imports if sys.platform == "linux" else ()
    kernels = warm_kernels(imports) if imports and missing else nullcontext()
    try:
        with kernels:
            failures = asyncio.run(_execute_all(env, cache, missing, NAME if imports else ""))
    except ExceptionGroup as errors:  # the first is the cause, the second the page it stopped
        raise errors.exceptions[0] from errors
    if failures:
        raise ExtensionError("\n".join(failures))


def _notebook(env, name):
    """Read the page's notebook as MyST-NB does, or return None where a page has no code."""
    path = env.doc2path(name)
    text = Path(path).read_text(encoding="utf-8")
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader and reader.read(text)


def _lacks(cache, notebook) -> bool:
    if notebook is None:
        return False
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return True
    return False


async def _execute_all(env, cache, notebooks, kernel: str) -> list[str]:
    """Execute the notebooks, those with the most code first; returns what failed."""
    free = asyncio.Semaphore(AT_A_TIME)

    async def execute_one(name) -> str:
        async with free:
            return await _execute(env, cache, name, notebooks[name], kernel)

    async with asyncio.TaskGroup() as group:
        names = sorted(notebooks, key=lambda name: -_amount_of_code(notebooks[name]))
        tasks = [group.create_task(execute_one(name)) for name in names]
    return [task.result() for task in tasks if task.result()]


def _amount_of_code(notebook) -> int:
    return sum(len(cell.source) for cell in notebook.cells if cell.cell_type == "code")


async def _execute(env, cache, name, notebook, kernel: str) -> str:
    """Execute one notebook and put it into the cache; returns the error of a cell, else "".

    Without the name of a kernel it is the notebook's own.
    """
    path = Path(env.doc2path(name))
    client = NotebookClient(
        notebook,
        **({"kernel_name": kernel} if kernel else {}),
        timeout=env.mystnb_config.execution_timeout,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    start = monotonic()
    try:
        await client.async_execute()
    except (CellExecutionError, CellTimeoutError) as error:
        return f"{path}: {error}"
    except RuntimeError as error:  # nbclient answers Ctrl-C by ending one kernel: all has to stop
        raise ExtensionError(f"{path}: {error}") from error
    seconds = monotonic() - start
    LOGGER.info("executed %s in %s", name, timedelta(seconds=round(seconds)))
    bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return ""


def setup(app):
    """Register the extension with Sphinx."""
    app.add_config_value("execute_pages_imports", [], "")
    app.connect("env-before-read-docs", execute_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

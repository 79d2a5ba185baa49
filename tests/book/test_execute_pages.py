"""The execution extension: two pages at once, once each, and failures that are shown."""

import shutil
import sys

import pytest
from book_files import HEAD
from sphinx.errors import ExtensionError

WAIT = """
import time
from pathlib import Path
folder = Path({folder!r})
(folder / "{me}").touch()
deadline = time.monotonic() + 120
while not (folder / "{other}").exists() and time.monotonic() < deadline:
    time.sleep(0.05)
print("together" if (folder / "{other}").exists() else "alone")
"""
HOME = "# Home\n\n```{toctree}\nfirst\nsecond\n```\n"


def page(code: str) -> str:
    return f"{HEAD}```{{code-cell}} ipython3\n{code.strip()}\n```\n"


@pytest.fixture
def executed(render, tmp_path):
    """Render pages of code beside a home page without any; returns what was rendered."""

    def build(first: str, second: str, **config):
        files = {"index.md": HOME, "first.md": page(first), "second.md": page(second)}
        return render(
            files,
            ["execute_pages"],
            nb_execution_mode="cache",
            nb_execution_timeout=150,
            nb_execution_cache_path=str(tmp_path / "cache"),
            **config,
        )

    return build


def outputs(rendered) -> list[str]:
    return [
        rendered.pages[name].select_one(".cell_output").text.strip() for name in ("first", "second")
    ]


def test_two_pages_are_executed_at_a_time(executed, tmp_path):
    first = WAIT.format(folder=str(tmp_path), me="a", other="b")
    second = WAIT.format(folder=str(tmp_path), me="b", other="a")
    rendered = executed(first, second)
    assert rendered.warnings == ""
    assert outputs(rendered) == ["together", "together"]


IMPORTED = "import sys\nprint('sched' in sys.modules)"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no kernels are forked")
def test_kernels_have_imported_what_the_setting_names(executed, capfd):
    rendered = executed(IMPORTED, IMPORTED, execute_pages_imports=["sched"])
    assert outputs(rendered) == ["True", "True"]
    assert rendered.warnings == ""
    assert capfd.readouterr() == ("", ""), "kernels say nothing in the terminal"


def test_kernels_have_imported_nothing_without_the_setting(executed):
    assert outputs(executed(IMPORTED, IMPORTED)) == ["False", "False"]


def test_only_a_page_whose_code_changed_is_executed_again(executed, tmp_path):
    count = f"runs = open({str(tmp_path / 'runs')!r}, 'a+')\nprint('{{}}', file=runs, flush=True)\n"
    first, second = count.format("first"), count.format("second")
    executed(first + "print(1)", second + "print(1)")
    shutil.rmtree(tmp_path / "doctrees")  # Sphinx reads both pages again
    rendered = executed(first + "print(1)", second + "print(2)")
    assert outputs(rendered) == ["1", "2"]
    runs = (tmp_path / "runs").read_text().split()
    assert sorted(runs) == ["first", "second", "second"]


def test_a_failing_cell_stops_the_build_and_the_other_page_is_kept(executed, tmp_path):
    run = f"print('ran', file=open({str(tmp_path / 'runs')!r}, 'a'))\nprint(3)"
    with pytest.raises(ExtensionError, match=r"(?s)first\.md: .*ValueError.*: no such loss"):
        executed("raise ValueError('no such loss')", run)
    assert outputs(executed("print(4)", run)) == ["4", "3"]
    assert (tmp_path / "runs").read_text().split() == ["ran"]


def test_a_dying_kernel_stops_the_build_at_once(executed, tmp_path):
    """nbclient answers Ctrl-C by ending one of the kernels; no other page may go on then."""
    wait = f"import time\ntime.sleep(100)\nopen({str(tmp_path / 'ended')!r}, 'w')"
    with pytest.raises(ExtensionError, match=r"first\.md: Kernel died"):
        executed("import os\nos._exit(1)", wait)
    assert not (tmp_path / "ended").exists()

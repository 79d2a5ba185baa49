"""Where the book's files are, and what a small notebook for the tests begins with."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
HEAD = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Title

"""


def document_names() -> list[str]:
    """Names of the documents in _toc.yml, in reading order."""

    def files(entry):
        for key, value in entry.items():
            if key in ("root", "file"):
                yield value
            elif isinstance(value, list):
                for child in value:
                    yield from files(child)

    return list(files(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))

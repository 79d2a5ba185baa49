"""Translates pip's settings, from its files and the environment, into those of uv."""

import ast
import subprocess
import sys

# As pip has it: what the command's own section says counts more than the global one, and the
# environment more than both.
SECTIONS = ("global.", "install.", ":env:.")
SOURCES = {"index-url", "extra-index-url", "find-links", "no-index"}
# uv's variable for each setting of pip, and what separates its values there.
VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "client-cert": ("SSL_CLIENT_CERT", " "),
}
TRUE = {"1", "true", "yes", "on", "y", "t"}


def read() -> dict[str, str]:
    """Ask the pip of this Python for its settings."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    return parse(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def parse(listing: str) -> dict[str, str]:
    """Read what `pip config list` prints, as far as it concerns `pip install`.

    Examples
    --------
    >>> parse("global.find-links='wheels'")
    {'find-links': 'wheels'}
    """
    settings = {}
    lines = [line.partition("=") for line in listing.splitlines() if line.partition("=")[1]]
    for section in SECTIONS:
        for key, _, value in lines:
            if key.startswith(section):
                name = key.removeprefix(section).removeprefix("default-")
                settings[name] = str(ast.literal_eval(value))
    return settings


def variables(settings: dict[str, str]) -> dict[str, str]:
    """Environment variables that tell uv where packages come from and how they are fetched.

    Examples
    --------
    >>> variables({"find-links": "wheels more_wheels", "timeout": "60"})
    {'UV_FIND_LINKS': 'wheels,more_wheels', 'UV_HTTP_TIMEOUT': '60'}
    """
    found = {
        variable: separator.join(settings[name].split())
        for name, (variable, separator) in VARIABLES.items()
        if settings.get(name, "").strip()
    }
    if "UV_INDEX" in found:  # pip takes the best version of all indexes, uv that of the first
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if "timeout" in settings:
        found["UV_HTTP_TIMEOUT"] = str(round(float(settings["timeout"])))
    if "proxy" in settings:
        found |= {"HTTP_PROXY": settings["proxy"], "HTTPS_PROXY": settings["proxy"]}
    if _is_true(settings, "no-cache-dir"):
        found["UV_NO_CACHE"] = "1"
    return found


def options(settings: dict[str, str]) -> list[str]:
    """Options of `uv pip install` that a variable cannot give, or not beside another file.

    Examples
    --------
    >>> options({"constraint": "ours.txt", "no-index": "true"})
    ['--constraint', 'ours.txt', '--no-index']
    """
    found = []
    for path in settings.get("constraint", "").split():
        found += ["--constraint", path]
    return found + ["--no-index"] * _is_true(settings, "no-index")


def names_sources(settings: dict[str, str]) -> bool:
    """Whether packages are to come from elsewhere than the public index alone."""
    return any(settings.get(name, "").strip() for name in SOURCES)


def _is_true(settings: dict[str, str], name: str) -> bool:
    return settings.get(name, "").strip().lower() in TRUE

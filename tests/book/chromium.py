"""Finds a Chromium that runs, or gets one: `python tests/book/chromium.py`."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BY_HAND = (
    "No Chromium for the browser test: install one (Debian and Ubuntu: `sudo apt-get install "
    "chromium`; others: `.venv/bin/playwright install --with-deps chromium`) and run `make test`."
)


def find() -> str | None:
    """Path of the first Chromium that starts: the system's, else Playwright's own."""
    candidates = [shutil.which(name) for name in NAMES]
    with sync_playwright() as playwright:
        candidates.append(playwright.chromium.executable_path)
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    """Whether the browser opens a page; one without its libraries is there but does not start."""
    if not os.path.exists(path):
        return False
    command = [path, "--headless", *FLAGS, "--dump-dom", "about:blank"]
    try:
        return subprocess.run(command, capture_output=True, timeout=300).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def get() -> str | None:
    """Install a Chromium by each way there is, until one starts; returns its path."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt_get = [*as_root, "apt-get"]
    ways = [
        [[sys.executable, "-m", "playwright", "install", "chromium"]],
        [
            [*apt_get, "update", "-qq"],
            [*apt_get, "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ],
    ]
    for commands in ways:
        print("No Chromium yet, trying:", " ".join(commands[-1]), flush=True)
        try:
            for command in commands:
                subprocess.run(command, check=True, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"  did not work: {error}", flush=True)
            continue
        if path := find():
            return path
    return None


if __name__ == "__main__":
    path = find() or get()
    if path is None:
        sys.exit(BY_HAND)
    print(f"Chromium for the browser test: {path}")

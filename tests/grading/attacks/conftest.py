"""The attacks are put into notebooks, never imported."""

collect_ignore_glob = ["*.py"]
